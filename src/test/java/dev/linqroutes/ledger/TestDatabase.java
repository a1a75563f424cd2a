package dev.linqroutes.ledger;

import dev.linqroutes.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;

/** What a ledger can stand on. */
public enum TestDatabase {
    H2 {
        @Override
        String fresh(Path folder) {
            return "jdbc:h2:file:" + folder.resolve(UUID.randomUUID().toString());
        }
    },
    POSTGRES {
        @Override
        String fresh(Path folder) throws SQLException {
            return TestPostgres.freshDatabase();
        }
    },
    /** With options in the URL, each of which would lose something or stop the ledger if it counted. */
    POSTGRES_WITH_URL_OPTIONS {
        @Override
        String fresh(Path folder) throws SQLException {
            return TestPostgres.freshDatabase()
                    + "&reWriteBatchedInserts=true&autosave=always&preferQueryMode=simple&stringtype=unspecified"
                    + "&readOnly=true&targetServerType=preferSecondary&socketTimeout=0&connectTimeout=0"
                    + "&options=-c%20synchronous_commit=off%20-c%20default_transaction_isolation=serializable";
        }
    };

    /**
     * JDBC URL of a new, empty database.
     *
     * @param folder for its files, where it has files of its own
     */
    abstract String fresh(Path folder) throws SQLException;
}
