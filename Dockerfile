FROM maven:3.9.16-eclipse-temurin-17 AS build
WORKDIR /build
# The pom alone makes a jar of the libraries: it changes when they do, and so does its layer below.
COPY pom.xml ./
RUN --mount=type=cache,target=/m2 mvn -B -q -Dmaven.repo.local=/m2 -Dmaven.test.skip -Dcyclonedx.skip package \
    && mv target/linq-routes.jar libraries.jar
COPY src src
COPY routes routes
# Not even compiled: the tests, and the benchmarks beside them.
RUN --mount=type=cache,target=/m2 mvn -B -q -Dmaven.repo.local=/m2 -Dmaven.test.skip package

FROM eclipse-temurin:17.0.20_8-jre-jammy
RUN groupadd --system --gid 10001 linq && useradd --system --uid 10001 --gid linq linq \
    && install -d -o linq -g linq /app/data /app/inbox
WORKDIR /app
# Inside a container the ports have to be reachable from outside it; which of them are published is decided elsewhere.
ENV HTTP_HOST=0.0.0.0 OBSERVE_HOST=0.0.0.0 OBSERVE_PORT=8081
EXPOSE 8080 8081
COPY --from=build /build/libraries.jar ./
# What is in the jars, and under which licences.
COPY --from=build /build/target/linq-routes-sbom.json /build/target/linq-routes-licenses.txt ./
# The program without its libraries.
COPY --from=build /build/target/original-linq-routes.jar linq-routes.jar
# One start and stop, for an archive of the classes it loads: every later start takes half the time and less memory. Only this JVM
# can make it.
RUN LINQ_API_KEY=none LEDGER_URL=jdbc:h2:mem:ledger INBOX_DIRECTORY=/tmp/inbox \
    java -XX:ArchiveClassesAtExit=linq-routes.jsa -jar linq-routes.jar run & \
    curl -fs -o /dev/null --retry 120 --retry-delay 1 --retry-connrefused "http://127.0.0.1:$OBSERVE_PORT/observe/health/live" \
    && kill $! && { wait $!; test -s linq-routes.jsa; }
# By number: Kubernetes cannot tell of a name that it is not root.
USER 10001:10001
# curl comes with the base image, and costs a tenth of the CPU of a JVM for each check.
HEALTHCHECK --interval=10s --timeout=5s --retries=6 --start-period=20s \
    CMD curl -fs -o /dev/null "http://127.0.0.1:$OBSERVE_PORT/observe/health"
ENTRYPOINT ["java", "-XX:SharedArchiveFile=linq-routes.jsa", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "linq-routes.jar"]
CMD ["run"]
