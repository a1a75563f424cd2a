package dev.linqroutes.ledger;

import dev.linqroutes.testing.TestPostgres;
import java.sql.SQLException;

class PostgresBatchesTest extends BatchesContract {
    @Override
    String freshDatabase() throws SQLException {
        return TestPostgres.freshDatabase();
    }
}
