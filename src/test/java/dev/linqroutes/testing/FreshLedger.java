package dev.linqroutes.testing;

import dev.linqroutes.ledger.db.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Empty ledgers with all tables: copies of one that is migrated once per JVM, since migrations take longer than most tests.
 */
public final class FreshLedger {
    private FreshLedger() {}

    /** Created on first use. */
    private static final class H2 {
        private static final Path MIGRATED = migrated();

        private static Path migrated() {
            try {
                Path folder = Files.createTempDirectory("ledger");
                Database.open(url(folder, "ledger"), "", "", 1).close();
                Path file = file(folder, "ledger");
                file.toFile().deleteOnExit();
                folder.toFile().deleteOnExit();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Created on first use. */
    private static final class Postgres {
        private static final String MIGRATED = migrated();

        private static String migrated() {
            try {
                String url = TestPostgres.freshDatabase();
                Database.open(url, "", "", 1).close();
                return url;
            } catch (SQLException e) {
                throw new IllegalStateException("cannot make a database", e);
            }
        }
    }

    /** JDBC URL of a new ledger in a file in this folder, which may be missing. */
    public static String h2(Path folder) {
        String name = UUID.randomUUID().toString();
        try {
            Files.copy(H2.MIGRATED, file(Files.createDirectories(folder), name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return url(folder, name);
    }

    /** JDBC URL of a new ledger in PostgreSQL, with user and password. */
    public static String postgres() throws SQLException {
        return TestPostgres.copyOf(Postgres.MIGRATED);
    }

    private static String url(Path folder, String name) {
        return "jdbc:h2:file:" + folder.resolve(name);
    }

    private static Path file(Path folder, String name) {
        return folder.resolve(name + ".mv.db");
    }
}
