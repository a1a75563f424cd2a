package dev.linqroutes.ledger;

import dev.linqroutes.testing.TestPostgres;
import java.sql.SQLException;

class PostgresLedgerTest extends LedgerContract {
    @Override
    String freshDatabase() throws SQLException {
        return TestPostgres.freshDatabase();
    }
}
