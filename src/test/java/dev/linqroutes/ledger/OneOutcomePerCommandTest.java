package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.db.GroupCommit;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.mailbox.CallResult.Failed;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.mailbox.Mailbox;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** Each command has exactly one outcome, and it is correct. */
class OneOutcomePerCommandTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void a_failed_call_cancels_the_remaining_calls_of_its_command_with_one_outcome() throws Exception {
        ledger.accept(create("c1", "order-1", 3));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, accepted("chat-1"));
        ledger.record(mailbox, new Failed(fault(400)));

        assertThat(mailbox.hasNextCall(clock.instant())).isFalse();
        assertThat(ledger.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.get("status").asText()).isEqualTo("failed");
            assertThat(outcome.get("chat_id").asText()).isEqualTo("chat-1");
            assertThat(outcome.findValuesAsText("status")).containsExactly("failed", "accepted", "failed", "cancelled");
            assertThat(outcome.at("/calls/1/error_code").asInt()).isEqualTo(1004);
        });
    }

    @OnEachDatabase
    void the_last_call_of_a_command_produces_its_one_outcome() throws Exception {
        ledger.accept(create("c1", "order-1", 2));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, accepted("chat-1"));
        assertThat(ledger.outgoing()).isEmpty();

        ledger.record(mailbox, accepted("chat-1"));

        assertThat(ledger.outcomes()).hasSize(1);
    }

    @OnEachDatabase
    void a_result_recorded_twice_gives_one_outcome() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        Mailbox slow = ledger.onlyMailbox();
        clock.advance(TestLedger.LEASE.plusSeconds(1));
        Mailbox quick = ledger.onlyMailbox();

        ledger.record(quick, accepted("chat-1"));
        ledger.record(slow, accepted("chat-1"));

        assertThat(ledger.outcomes()).hasSize(1);
    }

    @OnEachDatabase
    void a_failure_recorded_without_a_lease_changes_nothing() throws Exception {
        ledger.accept(create("c1", "order-1", 3));
        Mailbox frozen = ledger.onlyMailbox();
        clock.advance(TestLedger.LEASE.plusSeconds(1));
        Mailbox successor = ledger.onlyMailbox();
        ledger.record(successor, accepted("chat-1"));

        ledger.record(frozen, new Failed(fault(400)));

        assertThat(ledger.work(successor)).containsExactly("c1 call 2", "c1 call 3");
        assertThat(ledger.outcomes()).extracting(o -> o.get("status").asText()).containsExactly("accepted");
        assertThat(ledger.lines.messagesToday("line of order-1")).isEqualTo(3);
    }

    @OnEachDatabase
    void a_success_recorded_without_a_lease_counts() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        Mailbox frozen = ledger.onlyMailbox();
        clock.advance(TestLedger.LEASE.plusSeconds(1));
        Mailbox successor = ledger.onlyMailbox();

        ledger.record(frozen, accepted("chat-1"));

        assertThat(ledger.outcomes()).extracting(o -> o.get("status").asText()).containsExactly("accepted");
        ledger.record(successor, accepted("chat-1"));
        assertThat(ledger.outcomes()).hasSize(1);
        assertThat(ledger.lines.messagesToday("line of order-1")).isEqualTo(1);
    }

    @OnEachDatabase
    void any_error_message_can_be_recorded() throws Exception {
        int number = 0;
        for (String said : List.of("a\0b", "half \ud83d", "\ude00 half", "x".repeat(999) + "\ud83d\ude00y")) {
            String id = "c" + number++;
            ledger.accept(create(id, "order-" + id, 1));
            Mailbox mailbox = ledger.onlyMailbox();
            ledger.record(mailbox, new Failed(Fault.withoutResponse(said)));
            ledger.giveBack(mailbox);
        }

        assertThat(ledger.outcomes()).hasSize(4);
    }

    @OnEachDatabase
    @Timeout(30)
    void an_error_in_one_commit_fails_that_commit_only() {
        GroupCommit<String> commits = new GroupCommit<>(ledger.database, "test", (handle, items) -> {
            if (items.contains("bad")) {
                throw new AssertionError("as the driver does");
            }
            if (items.contains("worse")) {
                throw new StackOverflowError("as nobody expects");
            }
        });

        for (String bad : List.of("bad", "worse")) {
            assertThat(commits.submit(bad))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withCauseInstanceOf(LedgerException.class);
            assertThat(commits.submit("good")).succeedsWithin(Duration.ofSeconds(20));
        }
    }
}
