package dev.linqroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.testing.TestClock;
import dev.linqroutes.testing.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call larger than the whole memory budget is still made. */
class LargestCallIsLoadedAloneTest {
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
    void a_call_larger_than_the_whole_budget_is_loaded_alone() throws Exception {
        ledger.accept(
                LoadedCallsAreBoundedTest.message("huge", "chat-1", 100),
                LoadedCallsAreBoundedTest.message("large", "chat-2", 100_000));
        ledger.database
                .jdbi()
                .useHandle(
                        handle -> handle.execute(
                                "UPDATE call SET body = REPEAT('x', 20000000), body_bytes = 20000000 WHERE command_id = 'huge'"));

        Mailbox huge = ledger.onlyMailbox();

        assertThat(huge.nextCall().commandId()).isEqualTo("huge");
        ledger.work(huge);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ledger.onlyMailbox().nextCall().commandId()).isEqualTo("large");
    }
}
