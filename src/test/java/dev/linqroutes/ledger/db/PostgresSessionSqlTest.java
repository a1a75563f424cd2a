package dev.linqroutes.ledger.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.testing.TestPostgres;
import org.junit.jupiter.api.Test;

class PostgresSessionSqlTest {

    @Test
    void a_session_has_timeouts_and_durable_commits_by_default() throws Exception {
        String options = "&options=-c%20synchronous_commit=off%20-c%20default_transaction_isolation=serializable";
        try (Database database = Database.open(TestPostgres.freshDatabase() + options, "", "", 1)) {
            assertThat(setting(database, "statement_timeout")).isEqualTo("15s");
            assertThat(setting(database, "lock_timeout")).isEqualTo("10s");
            assertThat(setting(database, "idle_in_transaction_session_timeout")).isEqualTo("15s");
            assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(database, "transaction_isolation")).isEqualTo("read committed");
        }
    }

    @Test
    void timeouts_that_the_database_sets_take_precedence() throws Exception {
        String options = "&options=-c%20statement_timeout=7s%20-c%20synchronous_commit=remote_write";
        try (Database database = Database.open(TestPostgres.freshDatabase() + options, "", "", 1)) {
            assertThat(setting(database, "statement_timeout")).isEqualTo("7s");
            assertThat(setting(database, "lock_timeout")).isEqualTo("10s");
            assertThat(setting(database, "synchronous_commit")).isEqualTo("remote_write");
        }
    }

    private static String setting(Database database, String name) {
        return database.jdbi().withHandle(handle -> handle.createQuery("SELECT current_setting(:name)")
                .bind("name", name)
                .mapTo(String.class)
                .one());
    }
}
