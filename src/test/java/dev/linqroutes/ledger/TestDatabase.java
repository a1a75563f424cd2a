package dev.linqroutes.ledger;

import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;

/** What a ledger can stand on. */
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
    /** With options in the URL, each of which would lose something or stop the ledger if it counted. */
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
     * JDBC URL of a new ledger with all tables and nothing in them.
     *
     * @param folder for its files, where it has files of its own
     */
    abstract String migrated(Path folder) throws SQLException;

    /** JDBC URL of a new database without any table. */
    abstract String empty(Path folder) throws SQLException;
}
