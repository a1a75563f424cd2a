package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.ConfirmationResult;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.mailbox.Mailbox;
import java.time.Duration;

/** After the line has left a chat, Linq shows neither the chat nor its messages, so what was sent before has to be confirmed before. */
class LeavingWaitsForConfirmationsTest extends WithConfirmation {
    private static final Duration RECHECK = Duration.ofSeconds(1);
    private static final Duration LONGEST_RECHECK = Duration.ofSeconds(15);

    @OnEachDatabase
    void a_line_leaves_a_chat_when_what_it_sent_is_confirmed() throws Exception {
        String chat = aGroup("a");
        ledger.accept(message("poll", "a", "k-1"), leave("leave", "a"), message("after", "a", "k-2"));
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("poll call 1");

        assertThat(ledger.claim()).isEmpty();
        clock.advance(RECHECK);
        assertThat(ledger.claim()).isEmpty();
        assertThat(ledger.nextWaitsFor("ref:a"))
                .hasValueSatisfying(what -> assertThat(what).startsWith("the events that confirm the earlier calls"));
        receive(chat, event -> event.withKey("k-1").saying(Kind.SENT));
        clock.advance(RECHECK);

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("leave call 1");
    }

    @OnEachDatabase
    void a_line_leaves_a_chat_when_what_it_sent_was_read_back() throws Exception {
        aGroup("a");
        ledger.accept(message("poll", "a", "k-1"), leave("leave", "a"));
        ledger.work(ledger.onlyMailbox());
        assertThat(ledger.claim()).isEmpty();
        clock.advance(TestLedger.DEADLINE);
        assertThat(ledger.claim()).isEmpty();

        ledger.confirmations
                .claimLateCalls(10)
                .forEach(call -> ledger.confirmations.recordResult(call, new ConfirmationResult.Confirmed()));
        clock.advance(LONGEST_RECHECK);

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("leave call 1");
        assertThat(statuses()).containsEntry("poll", "confirmed");
    }

    @OnEachDatabase
    void a_line_does_not_wait_longer_than_confirmations_are_polled() throws Exception {
        aGroup("a");
        ledger.accept(message("poll", "a", "k-1"), leave("leave", "a"));
        ledger.work(ledger.onlyMailbox());
        clock.advance(TestLedger.CONFIRM_TIMEOUT.minusSeconds(1));
        assertThat(ledger.claim()).isEmpty();

        clock.advance(RECHECK);

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("leave call 1");
    }

    @OnEachDatabase
    void a_chat_that_cannot_be_left_yet_holds_up_no_other() throws Exception {
        aGroup("a");
        aGroup("b");
        accept(message("poll", "a", "k-1"));
        ledger.accept(leave("leave a", "a"), leave("leave b", "b"), create("c", "c", 1));

        assertThat(ledger.claim()).extracting(Mailbox::name).containsExactlyInAnyOrder("ref:b", "ref:c");
    }
}
