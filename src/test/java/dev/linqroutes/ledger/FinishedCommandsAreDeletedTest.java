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

/** Finished commands, refusals and events are deleted after their retention period; open work is not. */
class FinishedCommandsAreDeletedTest extends WithRetention {
    @OnEachDatabase
    void a_finished_command_is_deleted_with_its_calls_after_its_retention_period() throws Exception {
        acceptAndWork(create("c1", "order-1", 3));

        clock.advance(RETENTION.minusSeconds(1));
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
    void a_failed_command_can_be_replayed_until_its_retention_period_ends() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        failNextCall(ledger.onlyMailbox());
        clock.advance(FAILED_RETENTION.minusSeconds(1));
        deleteAll();

        assertThat(ledger.failedCommands.replay("c1")).isEmpty();

        failNextCall(ledger.onlyMailbox());
        clock.advance(FAILED_RETENTION.plusSeconds(1));
        deleteAll();
        assertThat(count("command")).isZero();
    }

    @OnEachDatabase
    void open_work_is_never_deleted() throws Exception {
        acceptAndWork(create("c1", "order-1", 1));
        ledger.accept(send("waiting", "order-1"));
        batches.accept(List.of(delayed(send("delayed", "order-1"))));
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
    void commands_that_wait_for_confirmation_are_never_deleted() throws Exception {
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
    void a_failed_command_is_kept_while_another_call_of_it_waits_for_confirmation() throws Exception {
        ledger.accept(create("c1", "order-1", 2));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, accepted("chat-1"));
        failNextCall(mailbox);

        clock.advance(YEARS);
        deleteAll();

        assertThat(names("command", "status")).containsExactly("failed");
        assertThat(count("call")).isEqualTo(2);
    }

    @OnEachDatabase
    void a_command_id_is_recognized_until_the_command_is_deleted() throws Exception {
        acceptAndWork(create("c1", "order-1", 1));
        acceptAndWork(send("c2", "order-1"));
        clock.advance(RETENTION.minusSeconds(1));
        deleteAll();
        assertThat(ledger.accept(send("c2", "order-1"))).isEqualTo(new CommandIntake.Counts(0, 0, 1));

        clock.advance(Duration.ofSeconds(2));
        deleteAll();

        assertThat(ledger.accept(send("c2", "order-1"))).isEqualTo(new CommandIntake.Counts(1, 0, 0));
        assertThat(ledger.workAll()).containsExactly("c2 call 1");
    }

    @OnEachDatabase
    void a_refusal_is_deleted_after_its_retention_period() {
        ledger.accept(send("c1", "nobody"));
        clock.advance(RETENTION.minusSeconds(1));
        deleteAll();
        assertThat(count("refusal")).isEqualTo(1);

        clock.advance(Duration.ofSeconds(2));
        deleteAll();
        assertThat(count("refusal")).isZero();
    }

    @OnEachDatabase
    void an_event_is_recognized_for_the_deduplication_window_and_its_signal_is_kept_for_an_hour() throws Exception {
        acceptAndWork(create("c1", "order-1", 1));
        receiveEvent(chatOf("order-1"), event -> event.saying(Kind.LEFT));
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
