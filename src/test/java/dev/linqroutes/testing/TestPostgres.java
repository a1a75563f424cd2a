package dev.linqroutes.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.testcontainers.containers.PostgreSQLContainer;

/** A PostgreSQL for tests, one per JVM: a container if Docker is available, else local binaries. */
public final class TestPostgres {
    private static final String SERVER = Docker.isAvailable() ? container() : embedded();

    private TestPostgres() {}

    /** Created on first use. */
    private static final class Local {
        private static final String SERVER = Docker.isAvailable() ? embedded() : TestPostgres.SERVER;
    }

    /** JDBC URL of a new, empty database, with user and password. */
    public static String freshDatabase() throws SQLException {
        return create(SERVER, "");
    }

    /** The same of local binaries, also where Docker is available: an old PostgreSQL, which the tools of any system can dump. */
    public static String freshLocalDatabase() throws SQLException {
        return create(Local.SERVER, "");
    }

    /** JDBC URL of a copy of another database, which must have no connections. */
    public static String copyOf(String database) throws SQLException {
        String path = URI.create(database.substring("jdbc:".length())).getPath();
        return create(SERVER, " TEMPLATE " + path.substring(1));
    }

    /** Of the local binaries. */
    static int localMajorVersion() {
        try (Connection connection = DriverManager.getConnection(Local.SERVER.formatted("postgres"))) {
            return connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask PostgreSQL for its version", e);
        }
    }

    private static String create(String server, String options) throws SQLException {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = DriverManager.getConnection(server.formatted("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + options);
        }
        return server.formatted(name);
    }

    @SuppressWarnings("resource") // Closed at the end of the JVM.
    private static String container() {
        PostgreSQLContainer<?> postgres = new PostgreSQLContainer<>("postgres:16-alpine")
                .withUsername("postgres")
                .withPassword("postgres");
        postgres.start();
        return "jdbc:postgresql://" + postgres.getHost() + ":" + postgres.getFirstMappedPort()
                + "/%s?user=postgres&password=postgres";
    }

    @SuppressWarnings("resource") // Closed at the end of the JVM.
    private static String embedded() {
        try {
            // No durability needed: the databases are deleted at the end of the JVM.
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .start();
            return "jdbc:postgresql://localhost:" + postgres.getPort() + "/%s?user=postgres&password=postgres";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
