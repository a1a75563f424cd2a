package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.ledger.batch.Batch;
import dev.linqroutes.ledger.batch.FileImport;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.mailbox.CallResult.Failed;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.FailedCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A failed command can be found and replayed from the call that failed. */
class FailedCommandsAreReplayedTest extends OnEachLedgerUrl {
    private static final ObjectMapper JSON = new ObjectMapper();

    @OnEachDatabase
    void a_failed_command_is_replayed_with_fresh_keys_from_the_call_that_failed() throws Exception {
        ledger.accept(create("c1", "order-1", 3), send("c2", "order-1"));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, accepted("chat-1"));
        ledger.record(mailbox, new Failed(fault(400)));
        ledger.work(mailbox);

        assertThat(ledger.failedCommands.replay("c1")).isEmpty();

        Mailbox again = ledger.onlyMailbox();
        assertThat(again.nextCall().describe()).isEqualTo("c1 call 2");
        assertThat(again.nextCall().attempts()).isZero();
        assertThat(JSON.readTree(again.nextCall().body())
                        .at("/message/idempotency_key")
                        .textValue())
                .isEqualTo("c1-2-r1");
        assertThat(ledger.work(again)).containsExactly("c1 call 2", "c1 call 3");
        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("outcome_id").textValue())
                .containsExactly("c1:failed", "c2:accepted", "c1:accepted:replay-1");
    }

    @OnEachDatabase
    void a_call_that_had_no_answer_is_replayed_with_its_own_key() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new Failed(Fault.withoutResponse("Read timed out")));
        ledger.giveBack(mailbox);

        ledger.failedCommands.replay("c1");

        assertThat(ledger.onlyMailbox().nextCall().body()).contains("\"c1-1\"");
    }

    @OnEachDatabase
    void each_replay_has_a_new_key() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        for (String key : List.of("c1-1", "c1-1-r1", "c1-1-r2")) {
            Mailbox mailbox = ledger.onlyMailbox();
            assertThat(JSON.readTree(mailbox.nextCall().body())
                            .at("/message/idempotency_key")
                            .textValue())
                    .isEqualTo(key);
            ledger.record(mailbox, new Failed(fault(400)));
            ledger.giveBack(mailbox);
            assertThat(ledger.failedCommands.replay("c1")).isEmpty();
        }
    }

    @OnEachDatabase
    void only_failed_commands_are_replayed() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        assertThat(ledger.failedCommands.replay("c1")).isPresent();
        ledger.work(ledger.onlyMailbox());
        assertThat(ledger.failedCommands.replay("c1")).isPresent();
        assertThat(ledger.failedCommands.replay("c2")).isPresent();
    }

    @OnEachDatabase
    void a_create_is_not_replayed_when_another_command_has_created_the_group_since() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        Mailbox mailbox = ledger.onlyMailbox();
        ledger.record(mailbox, new Failed(fault(400)));
        ledger.giveBack(mailbox);
        ledger.accept(create("c2", "order-1", 1));

        assertThat(ledger.failedCommands.replay("c1")).contains("another command has created its group since");
        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("c2 call 1");
    }

    @OnEachDatabase
    void failed_commands_are_found_by_id_batch_code_and_time() throws Exception {
        for (String id : List.of("c1", "c2", "c3")) {
            ledger.accept(id.equals("c2") ? ofAFile(create(id, "order-" + id, 1)) : create(id, "order-" + id, 1));
            Mailbox mailbox = ledger.onlyMailbox();
            ledger.record(mailbox, new Failed(fault(id.equals("c3") ? 403 : 400)));
            ledger.giveBack(mailbox);
            clock.advance(Duration.ofMinutes(1));
        }
        ledger.accept(create("c4", "order-c4", 1));
        ledger.work(ledger.onlyMailbox());
        Instant last = clock.instant().minus(Duration.ofMinutes(1));
        FailedCommands.Filter any = new FailedCommands.Filter(
                List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(found(any)).containsExactly("c1", "c2", "c3");
        assertThat(found(new FailedCommands.Filter(
                        List.of("c2", "c4"), any.batch(), any.code(), Optional.empty(), any.since(), any.until())))
                .containsExactly("c2");
        for (String name : List.of("groups.csv", "f-1")) {
            assertThat(found(new FailedCommands.Filter(
                            List.of(), Optional.of(name), any.code(), Optional.empty(), any.since(), any.until())))
                    .containsExactly("c2");
        }
        assertThat(found(new FailedCommands.Filter(
                        List.of(),
                        Optional.of("groups-of-c2.csv"),
                        any.code(),
                        Optional.empty(),
                        any.since(),
                        any.until())))
                .as("a place is for people to read")
                .isEmpty();
        assertThat(found(new FailedCommands.Filter(
                        List.of(), any.batch(), Optional.of(403), Optional.empty(), any.since(), any.until())))
                .containsExactly("c3");
        assertThat(found(new FailedCommands.Filter(
                        List.of(), any.batch(), Optional.of(1004), Optional.empty(), any.since(), any.until())))
                .containsExactly("c1", "c2", "c3");
        assertThat(found(new FailedCommands.Filter(
                        List.of(), any.batch(), any.code(), Optional.empty(), Optional.of(last), any.until())))
                .containsExactly("c3");
        assertThat(found(new FailedCommands.Filter(
                        List.of(), any.batch(), any.code(), Optional.empty(), any.since(), Optional.of(last))))
                .containsExactly("c1", "c2");
        assertThat(ledger.failedCommands.find(any, 2))
                .as("the newest")
                .extracting(FailedCommands.Failure::commandId)
                .containsExactly("c2", "c3");
    }

    /** The same command, as a row of groups.csv. */
    private PlannedCommand ofAFile(PlannedCommand command) {
        new FileImport(ledger.database, TestLedger.TOPICS, clock, TestLedger.LEASE, new Wakeup(), new Wakeup())
                .claim(new Batch("f-1", "groups.csv", "groups", "sha"));
        return TestBatches.row("f-1", 2, command);
    }

    private List<String> found(FailedCommands.Filter filter) {
        return ledger.failedCommands.find(filter).stream()
                .map(FailedCommands.Failure::commandId)
                .toList();
    }
}
