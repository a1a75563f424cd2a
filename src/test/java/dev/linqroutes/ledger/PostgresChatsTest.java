package dev.linqroutes.ledger;

import dev.linqroutes.testing.TestPostgres;
import java.sql.SQLException;

class PostgresChatsTest extends ChatsContract {
    @Override
    String freshDatabase() throws SQLException {
        return TestPostgres.freshDatabase();
    }
}
