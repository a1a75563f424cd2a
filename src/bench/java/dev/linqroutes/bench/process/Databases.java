package dev.linqroutes.bench.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** A PostgreSQL, given or from a Maven artifact, with a database for each run. It writes as durably as it does by default. */
public final class Databases implements AutoCloseable {
    private final Optional<EmbeddedPostgres> own;
    private final String url;
    private final Jdbi jdbi;
    private final Optional<ProcessHandle> server;
    private int created;

    /** @param given JDBC URL with user and password, of a role that may create databases */
    public Databases(Optional<String> given) throws IOException {
        own = given.isPresent() ? Optional.empty() : Optional.of(EmbeddedPostgres.start());
        url = given.orElseGet(() ->
                "jdbc:postgresql://localhost:" + own.get().getPort() + "/postgres?user=postgres&password=postgres");
        jdbi = Jdbi.create(url);
        server = own.isPresent() ? findServer() : Optional.empty();
    }

    /** JDBC URL of a new, empty database. */
    public String create() {
        String name = "bench_" + ProcessHandle.current().pid() + "_" + created++;
        execute("CREATE DATABASE " + name);
        return url.replaceFirst("(//[^/]+/)[^?]*", "$1" + name);
    }

    /** Whoever is still connected is cut off. */
    public void drop(String database) {
        execute("DROP DATABASE " + database.replaceFirst(".*//[^/]+/", "").replaceFirst("\\?.*", "") + " WITH (FORCE)");
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    public String version() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SHOW server_version").mapTo(String.class).one());
    }

    /** The parent of the process that serves a connection. */
    private Optional<ProcessHandle> findServer() {
        // Before the connection is closed: its process ends with it.
        return jdbi.withHandle(handle -> ProcessHandle.of(handle.createQuery("SELECT pg_backend_pid()")
                        .mapTo(Long.class)
                        .one())
                .flatMap(ProcessHandle::parent));
    }

    /**
     * CPU time of those processes of the benchmark's own PostgreSQL that are running; empty if it is another one, which may be on
     * another machine.
     */
    public OptionalDouble cpuSeconds() {
        return server.stream()
                .mapToDouble(each -> Stream.concat(Stream.of(each), each.children())
                        .flatMap(process -> process.info().totalCpuDuration().stream())
                        .mapToDouble(time -> time.toNanos() / 1e9)
                        .sum())
                .findAny();
    }

    @Override
    public void close() throws IOException {
        if (own.isPresent()) {
            own.get().close();
        }
    }
}
