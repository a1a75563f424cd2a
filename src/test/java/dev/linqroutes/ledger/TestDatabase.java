package dev.linqroutes.ledger;

import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;

/** The databases that a ledger can use. */
public enum TestDatabase {
    H2 {
        @Override
        String migrated(Path folder) {
            return FreshLedger.h2(folder);
        }

        @Override
        String empty(Path folder) {
            return "jdbc:h2:file:" + folder.resolve(UUID.randomUUID().toString());
        }
    },
    POSTGRES {
        @Override
        String migrated(Path folder) throws SQLException {
            return FreshLedger.postgres();
        }

        @Override
        String empty(Path folder) throws SQLException {
            return TestPostgres.freshDatabase();
        }
    },
    /** With options in the URL that would break the ledger if they were not ignored. */
    POSTGRES_WITH_URL_OPTIONS {
        private static final String OPTIONS =
                "&reWriteBatchedInserts=true&autosave=always&preferQueryMode=simple&stringtype=unspecified"
                        + "&readOnly=true&targetServerType=preferSecondary&socketTimeout=0&connectTimeout=0"
                        + "&options=-c%20synchronous_commit=off%20-c%20default_transaction_isolation=serializable";

        @Override
        String migrated(Path folder) throws SQLException {
            return POSTGRES.migrated(folder) + OPTIONS;
        }

        @Override
        String empty(Path folder) throws SQLException {
            return POSTGRES.empty(folder) + OPTIONS;
        }
    };

    /**
     * JDBC URL of a new ledger with empty tables.
     *
     * @param folder for the files of an H2 database
     */
    abstract String migrated(Path folder) throws SQLException;

    /** JDBC URL of a new database without any table. */
    abstract String empty(Path folder) throws SQLException;
}
