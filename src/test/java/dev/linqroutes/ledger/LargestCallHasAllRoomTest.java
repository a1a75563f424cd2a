package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.testing.TestClock;
import dev.linqroutes.testing.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call that is larger than all the room there is for calls in hand is made all the same. */
class LargestCallHasAllRoomTest {
    private final TestClock clock = new TestClock();
    private TestLedger ledger;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.on(TestPostgres.freshDatabase(), clock).open();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void a_call_that_is_larger_than_all_the_room_there_is_has_it_alone() throws Exception {
        ledger.accept(
                MemoryInHandIsBoundedTest.message("huge", "chat-1", 100),
                MemoryInHandIsBoundedTest.message("large", "chat-2", 100_000));
        ledger.database
                .jdbi()
                .useHandle(handle ->
                        handle.execute("UPDATE call SET body = REPEAT('x', 20000000) WHERE command_id = 'huge'"));

        Mailbox huge = ledger.onlyMailbox();

        assertThat(huge.nextCall().commandId()).isEqualTo("huge");
        ledger.work(huge);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ledger.onlyMailbox().nextCall().commandId()).isEqualTo("large");
    }
}
