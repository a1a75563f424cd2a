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

/** A real PostgreSQL for tests: a container where Docker answers, else binaries started here. One for the whole JVM. */
public final class TestPostgres {
    private static final String SERVER = Docker.isAvailable() ? container() : embedded();

    private TestPostgres() {}

    /** JDBC URL, user and password included, of a new and empty database. */
    public static String freshDatabase() throws SQLException {
        return create("");
    }

    /** JDBC URL of a new database with all that is in another one now, to which nobody may be connected. */
    public static String copyOf(String database) throws SQLException {
        String path = URI.create(database.substring("jdbc:".length())).getPath();
        return create(" TEMPLATE " + path.substring(1));
    }

    private static String create(String options) throws SQLException {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = DriverManager.getConnection(SERVER.formatted("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + options);
        }
        return SERVER.formatted(name);
    }

    @SuppressWarnings("resource") // Ends with the JVM.
    private static String container() {
        PostgreSQLContainer<?> postgres = new PostgreSQLContainer<>("postgres:16-alpine")
                .withUsername("postgres")
                .withPassword("postgres");
        postgres.start();
        return "jdbc:postgresql://" + postgres.getHost() + ":" + postgres.getFirstMappedPort()
                + "/%s?user=postgres&password=postgres";
    }

    @SuppressWarnings("resource") // Ends with the JVM.
    private static String embedded() {
        try {
            // Its databases end with the JVM: nothing has to outlive a crash of the server.
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
