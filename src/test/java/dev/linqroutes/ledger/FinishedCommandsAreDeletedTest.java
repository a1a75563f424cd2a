package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.intake.CommandIntake;
import dev.linqroutes.ledger.mailbox.CallResult.Retry;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.ops.RetentionJob;
import java.time.Duration;
import java.util.List;

/** Finished commands, refusals and events are deleted when they were kept for long enough, and nothing that is open. */
class FinishedCommandsAreDeletedTest extends WithRetention {
    @OnEachDatabase
    void a_finished_command_goes_with_its_calls_when_it_has_been_kept_for_long_enough() throws Exception {
        done(create("c1", "order-1", 3));

        clock.advance(KEPT.minusSeconds(1));
        deleteAll();
        assertThat(count("command")).isEqualTo(1);

        clock.advance(Duration.ofSeconds(2));
        deleteAll();
        assertThat(count("command")).isZero();
        assertThat(count("call")).isZero();
        assertThat(retention.deletedRows("command")).isEqualTo(1);
        assertThat(retention.deletedRows("call")).isEqualTo(3);
    }

    @OnEachDatabase
    void a_failed_command_can_be_replayed_for_as_long_as_failed_ones_are_kept() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        fail(ledger.onlyMailbox());
        clock.advance(FAILED_KEPT.minusSeconds(1));
        deleteAll();

        assertThat(ledger.failedCommands.replay("c1")).isEmpty();

        fail(ledger.onlyMailbox());
        clock.advance(FAILED_KEPT.plusSeconds(1));
        deleteAll();
        assertThat(count("command")).isZero();
    }

    @OnEachDatabase
    void what_is_open_never_goes() throws Exception {
        done(create("c1", "order-1", 1));
        ledger.accept(send("waiting", "order-1"));
        rig.accept(List.of(delayed(send("delayed", "order-1"))));
        Mailbox throttled = ledger.onlyMailbox();
        ledger.record(throttled, new Retry(YEARS.multipliedBy(2), Reason.THROTTLED, fault(429)));
        ledger.giveBack(throttled);
        ledger.accept(create("leased", "order-2", 2));
        ledger.onlyMailbox();

        clock.advance(YEARS);
        deleteAll();

        assertThat(names("command", "command_id")).containsExactly("delayed", "leased", "waiting");
        assertThat(count("call")).isEqualTo(4);
        assertThat(names("chat_group", "group_ref")).containsExactly("order-1", "order-2");
        assertThat(count("mailbox")).isEqualTo(2);
    }

    @OnEachDatabase
    void what_confirms_never_goes() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        ledger.workAll();

        clock.advance(YEARS);
        deleteAll();

        assertThat(names("command", "status")).containsExactly("confirming");
        confirm();
        deleteAll();
        assertThat(names("command", "status")).containsExactly("confirmed");
    }

    @OnEachDatabase
    void a_failed_command_stays_while_another_call_of_it_is_to_be_confirmed() throws Exception {
        ledger.accept(create("c1", "order-1", 2));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, accepted("chat-1"));
        fail(mailbox);

        clock.advance(YEARS);
        deleteAll();

        assertThat(names("command", "status")).containsExactly("failed");
        assertThat(count("call")).isEqualTo(2);
    }

    @OnEachDatabase
    void a_command_id_is_recognised_while_the_command_is_kept_and_new_after_that() throws Exception {
        done(create("c1", "order-1", 1));
        done(send("c2", "order-1"));
        clock.advance(KEPT.minusSeconds(1));
        deleteAll();
        assertThat(ledger.accept(send("c2", "order-1"))).isEqualTo(new CommandIntake.Counts(0, 0, 1));

        clock.advance(Duration.ofSeconds(2));
        deleteAll();

        assertThat(ledger.accept(send("c2", "order-1"))).isEqualTo(new CommandIntake.Counts(1, 0, 0));
        assertThat(ledger.workAll()).containsExactly("c2 call 1");
    }

    @OnEachDatabase
    void a_refusal_goes_when_it_has_been_kept_for_long_enough() {
        ledger.accept(send("c1", "nobody"));
        clock.advance(KEPT.minusSeconds(1));
        deleteAll();
        assertThat(count("refusal")).isEqualTo(1);

        clock.advance(Duration.ofSeconds(2));
        deleteAll();
        assertThat(count("refusal")).isZero();
    }

    @OnEachDatabase
    void an_event_is_recognised_for_as_long_as_is_set_and_what_it_says_is_kept_for_an_hour() throws Exception {
        done(create("c1", "order-1", 1));
        tell(chatOf("order-1"), event -> event.saying(Kind.LEFT));
        assertThat(count("signal")).isPositive();
        long stored = count("event");

        clock.advance(RetentionJob.SIGNAL_RETENTION.plusSeconds(1));
        deleteAll();
        assertThat(count("signal")).isZero();
        assertThat(count("event")).isEqualTo(stored);

        clock.advance(TestLedger.REMEMBERED);
        deleteAll();
        assertThat(count("event")).isZero();
    }
}
