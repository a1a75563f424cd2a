package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestCommands.call;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.LeasedMailboxes;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The limits of messages per minute to a group and per day from a line are kept. */
class SendingLimitsAreKeptTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void the_messages_of_a_group_per_minute_are_limited_across_workers() throws Exception {
        ledger.accept(create("c1", "order-1", TestLedger.PER_MINUTE + 5));
        ledger.accept(create("c2", "order-2", 1));

        List<Mailbox> both = ledger.claim();
        assertThat(both).hasSize(2);
        List<String> worked = new ArrayList<>();
        both.forEach(mailbox -> worked.addAll(ledger.work(mailbox)));
        assertThat(worked).hasSize(TestLedger.PER_MINUTE + 1);
        clock.advance(Duration.ofSeconds(59));
        assertThat(ledger.claim()).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        assertThat(ledger.work(ledger.onlyMailbox())).hasSize(5);
    }

    @OnEachDatabase
    void calls_that_are_no_messages_are_not_limited() throws Exception {
        ledger.accept(create("c1", "order-1", TestLedger.PER_MINUTE));
        ledger.accept(call("c2", "order-1", CallKind.UPDATE_CHAT), send("c3", "order-1"));

        assertThat(ledger.work(ledger.onlyMailbox()))
                .hasSize(TestLedger.PER_MINUTE + 1)
                .endsWith("c2 call 1");
    }

    @OnEachDatabase
    void messages_of_a_killed_worker_count_against_the_limit_of_its_successor() throws Exception {
        ledger.accept(create("c1", "order-1", TestLedger.PER_MINUTE + 1));
        Mailbox killed = ledger.onlyMailbox();
        for (int i = 0; i < TestLedger.PER_MINUTE - 1; i++) {
            ledger.record(killed, accepted("chat-1"));
        }
        // As if another instance claimed it at once.
        LeasedMailboxes successor = ledger.another().mailboxes;
        endLeases();

        Mailbox mailbox = successor.claim().get(0);
        ledger.record(mailbox, accepted("chat-1"));

        assertThat(mailbox.hasNextCall(clock.instant())).isFalse();
    }

    private void endLeases() {
        ledger.database
                .jdbi()
                .useHandle(
                        handle -> handle.execute(
                                "UPDATE mailbox SET due_at = TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00Z' WHERE lease IS NOT NULL"));
    }

    @OnEachDatabase
    void a_line_at_its_daily_limit_sends_again_the_next_day() throws Exception {
        reopen(onSameDatabase().mostPerDay(3));
        ledger.accept(create("c1", "order-1", 3));
        ledger.work(ledger.onlyMailbox());
        ledger.accept(send("c2", "order-1"), call("c3", "order-1", CallKind.UPDATE_CHAT));
        ledger.accept(create("c4", "order-2", 1));

        List<String> worked = new ArrayList<>();
        ledger.claim().forEach(mailbox -> worked.addAll(ledger.work(mailbox)));
        assertThat(worked).containsExactly("c4 call 1");
        assertThat(ledger.lines.messagesToday("line of order-1")).isEqualTo(3);
        clock.advance(Duration.ofHours(14));
        assertThat(ledger.claim()).isEmpty();
        clock.advance(Duration.ofHours(1));

        assertThat(ledger.lines.messagesToday("line of order-1")).isZero();
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("c2 call 1", "c3 call 1");
    }
}
