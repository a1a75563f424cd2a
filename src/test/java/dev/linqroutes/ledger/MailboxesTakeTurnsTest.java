package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** While there are more due mailboxes than places for them, no mailbox waits for all calls of another. */
class MailboxesTakeTurnsTest extends OnH2AndPostgres {
    private static final Duration LONGER_THAN_A_TURN = Duration.ofSeconds(3);

    private final TestClock clock = new TestClock();
    private TestLedger ledger;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.on(freshDatabase(), clock).mailboxes(1).open();
        ledger.accept(create("long", "order-1", 4), create("short", "order-2", 1));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @OnEachDatabase
    void a_mailbox_that_had_its_turn_is_due_again_behind_the_others() throws Exception {
        Mailbox first = ledger.onlyMailbox();
        makeCall(first);
        clock.advance(LONGER_THAN_A_TURN);
        assertThat(ledger.claim()).isEmpty();
        assertThat(ledger.work(first)).isEmpty();

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("short call 1");
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("long call 2", "long call 3", "long call 4");
    }

    @OnEachDatabase
    void a_mailbox_keeps_its_place_until_its_turn_is_over() throws Exception {
        Mailbox first = ledger.onlyMailbox();
        makeCall(first);

        assertThat(ledger.claim()).isEmpty();

        assertThat(ledger.work(first)).containsExactly("long call 2", "long call 3", "long call 4");
    }

    @OnEachDatabase
    void each_turn_has_a_call_however_late_its_worker_begins() throws Exception {
        Mailbox first = ledger.onlyMailbox();
        clock.advance(LONGER_THAN_A_TURN);
        assertThat(ledger.claim()).isEmpty();

        assertThat(ledger.work(first)).containsExactly("long call 1");
    }

    private void makeCall(Mailbox mailbox) {
        assertThat(mailbox.hasNextCall(clock.instant())).isTrue();
        ledger.record(mailbox, accepted("chat-1"));
    }
}
