FROM maven:3.9.16-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY src src
COPY routes routes
RUN --mount=type=cache,target=/m2 mvn -B -q -Dmaven.repo.local=/m2 -DskipTests package

FROM eclipse-temurin:17.0.20_8-jre-jammy
RUN useradd --system --uid 10001 linq && install -d -o linq /app/data /app/inbox
WORKDIR /app
COPY --from=build /build/target/linq-routes.jar ./
# One start and stop, for an archive of the classes it loads: every later start takes half the time and less memory.
RUN LINQ_API_KEY=none LEDGER_URL=jdbc:h2:mem:ledger INBOX_DIRECTORY=/tmp/inbox \
    timeout --signal=TERM 15 java -XX:ArchiveClassesAtExit=linq-routes.jsa -jar linq-routes.jar run; \
    test -s linq-routes.jsa
USER linq
# Inside a container the ports have to be reachable from outside it; which of them are published is decided elsewhere.
ENV HTTP_HOST=0.0.0.0 OBSERVE_HOST=0.0.0.0
EXPOSE 8080 8081
ENTRYPOINT ["java", "-XX:SharedArchiveFile=linq-routes.jsa", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "linq-routes.jar"]
CMD ["run"]
