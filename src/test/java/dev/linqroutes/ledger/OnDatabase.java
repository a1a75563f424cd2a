package dev.linqroutes.ledger;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

/** Base class of tests that run on each of several {@link Databases}. */
abstract class OnDatabase {
    @TempDir
    Path folder;

    /** Set before each test. */
    TestDatabase on;

    /** JDBC URL of a new ledger with empty tables. */
    final String freshDatabase() throws SQLException {
        return on.migrated(folder);
    }

    /** JDBC URL of a new database without any table. */
    final String emptyDatabase() throws SQLException {
        return on.empty(folder);
    }
}
