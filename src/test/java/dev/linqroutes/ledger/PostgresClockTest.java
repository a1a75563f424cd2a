package dev.linqroutes.ledger;

import dev.linqroutes.testing.TestPostgres;
import java.sql.SQLException;

class PostgresClockTest extends ClockContract {
    @Override
    String freshDatabase() throws SQLException {
        return TestPostgres.freshDatabase();
    }
}
