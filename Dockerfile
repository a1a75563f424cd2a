FROM maven:3.9.16-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY src src
COPY routes routes
# Not even compiled: the tests, and the benchmarks beside them.
RUN --mount=type=cache,target=/m2 mvn -B -q -Dmaven.repo.local=/m2 -Dmaven.test.skip package

FROM eclipse-temurin:17.0.20_8-jre-jammy
RUN groupadd --system --gid 10001 linq && useradd --system --uid 10001 --gid linq linq \
    && install -d -o linq -g linq /app/data /app/inbox
WORKDIR /app
# What is in the jar, and under which licences.
COPY --from=build /build/target/linq-routes-sbom.json /build/target/linq-routes-licenses.txt ./
COPY --from=build /build/target/linq-routes.jar ./
# One start and stop, for an archive of the classes it loads: every later start takes half the time and less memory.
RUN LINQ_API_KEY=none LEDGER_URL=jdbc:h2:mem:ledger INBOX_DIRECTORY=/tmp/inbox \
    timeout --signal=TERM 15 java -XX:ArchiveClassesAtExit=linq-routes.jsa -jar linq-routes.jar run; \
    test -s linq-routes.jsa
# By number: Kubernetes cannot tell of a name that it is not root.
USER 10001:10001
# Inside a container the ports have to be reachable from outside it; which of them are published is decided elsewhere.
ENV HTTP_HOST=0.0.0.0 OBSERVE_HOST=0.0.0.0 OBSERVE_PORT=8081
EXPOSE 8080 8081
# The image has no HTTP client; bash speaks enough HTTP, and costs less than a JVM for each check.
HEALTHCHECK --interval=10s --timeout=5s --retries=6 --start-period=20s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$OBSERVE_PORT && printf 'GET /observe/health HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["java", "-XX:SharedArchiveFile=linq-routes.jsa", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "linq-routes.jar"]
CMD ["run"]
