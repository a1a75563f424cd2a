package dev.linqroutes.ledger;

import dev.linqroutes.testing.TestPostgres;
import java.sql.SQLException;

/** The whole contract with options in the URL, each of which would lose something or stop the ledger if it counted. */
class PostgresUrlOptionsLedgerTest extends LedgerContract {
    @Override
    String freshDatabase() throws SQLException {
        return TestPostgres.freshDatabase()
                + "&reWriteBatchedInserts=true&autosave=always&preferQueryMode=simple&stringtype=unspecified"
                + "&readOnly=true&targetServerType=preferSecondary&socketTimeout=0&connectTimeout=0"
                + "&options=-c%20synchronous_commit=off%20-c%20default_transaction_isolation=serializable";
    }
}
