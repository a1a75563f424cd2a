package dev.linqroutes.bench.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** A PostgreSQL, given or from a Maven artifact, with a database for each run. It writes as durably as it does by default. */
public final class Databases implements AutoCloseable {
    private final Optional<EmbeddedPostgres> own;
    private final String url;
    private final Optional<ProcessHandle> server;
    private int created;

    /** @param given JDBC URL with user and password, of a role that may create databases */
    public Databases(Optional<String> given) throws IOException, SQLException {
        own = given.isPresent() ? Optional.empty() : Optional.of(EmbeddedPostgres.start());
        url = given.orElseGet(() ->
                "jdbc:postgresql://localhost:" + own.get().getPort() + "/postgres?user=postgres&password=postgres");
        server = own.isPresent() ? findServer() : Optional.empty();
    }

    /** JDBC URL of a new, empty database. */
    public String create() throws SQLException {
        String name = "bench_" + ProcessHandle.current().pid() + "_" + created++;
        execute("CREATE DATABASE " + name);
        return url.replaceFirst("(//[^/]+/)[^?]*", "$1" + name);
    }

    /** Whoever is still connected is cut off. */
    public void drop(String database) throws SQLException {
        execute("DROP DATABASE " + database.replaceFirst(".*//[^/]+/", "").replaceFirst("\\?.*", "") + " WITH (FORCE)");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public String version() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_version")) {
            row.next();
            return row.getString(1);
        }
    }

    /** The parent of the process that serves a connection. */
    private Optional<ProcessHandle> findServer() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return ProcessHandle.of(row.getLong(1)).flatMap(ProcessHandle::parent);
        }
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
