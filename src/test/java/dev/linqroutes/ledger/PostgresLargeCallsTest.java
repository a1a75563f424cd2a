package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.testing.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostgresLargeCallsTest extends LargeCallsContract {
    @Override
    String freshDatabase() throws SQLException {
        return TestPostgres.freshDatabase();
    }

    @Test
    void a_call_that_is_larger_than_all_the_room_there_is_has_it_alone() throws Exception {
        ledger.accept(message("huge", "chat-1", 100), message("large", "chat-2", 100_000));
        ledger.database()
                .jdbi()
                .useHandle(handle ->
                        handle.execute("UPDATE call SET body = REPEAT('x', 20000000) WHERE command_id = 'huge'"));

        Mailbox huge = ledger.onlyMailbox();

        assertThat(huge.next().commandId()).isEqualTo("huge");
        ledger.work(huge);
        ledger.clock.pass(Duration.ofSeconds(1));
        assertThat(ledger.onlyMailbox().next().commandId()).isEqualTo("large");
    }
}
