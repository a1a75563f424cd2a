package dev.linqroutes.ledger;

import dev.linqroutes.testing.TestPostgres;
import java.sql.SQLException;

class PostgresTurnsTest extends TurnsContract {
    @Override
    String freshDatabase() throws SQLException {
        return TestPostgres.freshDatabase();
    }
}
