package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestBatches.batch;
import static dev.linqroutes.ledger.TestBatches.creates;
import static dev.linqroutes.ledger.TestBatches.part;
import static dev.linqroutes.ledger.TestBatches.refusal;
import static dev.linqroutes.ledger.TestBatches.row;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.named;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.batch.BatchPartReleaser;
import dev.linqroutes.ledger.batch.RowResult;
import dev.linqroutes.ledger.intake.CommandIntake;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.BatchControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** No command of a cancelled file starts, and each row has an outcome. */
class CancelledFilesStopTest extends OnTwoInstances {
    @OnEachDatabase
    void the_parts_of_a_cancelled_batch_are_released_as_cancelled_and_each_row_has_an_outcome() throws Exception {
        here.read("a", 4);
        here.releaseAll();
        here.ledger.workAll();
        here.ledger.takeOutcomes();

        assertThat(here.control.cancel("f-a")).isEqualTo(new BatchControl.CancelResult(0, 6, 0));

        assertThat(here.releaseAll()).containsExactly("a 3", "a 4");
        here.completion.recordCompletedParts();
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("accepted", 6L, "cancelled", 6L));
        assertThat(here.ledger.workAll()).isEmpty();
        assertThat(here.ledger.takeOutcomes())
                .hasSize(6)
                .allSatisfy(
                        outcome -> assertThat(outcome.get("status").asText()).isEqualTo("cancelled"))
                .allSatisfy(TestBatches::assertFitsSchema);
        assertThat(here.finish("a")).isTrue();
        assertThat(here.takeSummaries())
                .extracting(summary -> summary.get("outcome_id").asText())
                .containsExactly("f-a:batch_cancelled");
    }

    @OnEachDatabase
    void a_cancelled_batch_does_not_wait_for_its_open_commands() throws Exception {
        here.read("a", 4);
        here.releaseAll();
        List<Mailbox> leased = here.ledger.claim();
        here.control.cancel("f-a");

        assertThat(here.releaseAll()).containsExactly("a 3", "a 4");
        leased.forEach(here.ledger::work);
    }

    @OnEachDatabase
    void a_part_that_is_being_released_when_its_batch_is_cancelled_becomes_no_command() {
        here.read("a", 1);
        BatchPartReleaser.ReleasablePart releasing = here.release.findNextPart().orElseThrow();
        elsewhere.control.cancel("f-a");

        assertThat(here.accept(creates(releasing.part()))).isEqualTo(new CommandIntake.Counts(0, 3, 0));

        here.release.markReleased(releasing.part());
        assertThat(here.results("a")).extracting(RowResult::status).containsOnly("cancelled");
    }

    @OnEachDatabase
    void a_file_cancelled_while_it_is_read_becomes_no_command() {
        here.intake.claim(batch("a"));
        here.intake.storePart(part("a", 1));
        here.control.cancel("f-a");
        here.intake.complete("f-a");

        here.releaseAll();

        assertThat(here.results("a"))
                .extracting(RowResult::status)
                .containsExactly("cancelled", "cancelled", "cancelled");
    }

    @OnEachDatabase
    void a_row_that_was_refused_is_not_cancelled() {
        here.read("a", 1);
        here.control.cancel("f-a");
        here.accept(List.of(refusal("f-a", 2, "c2"), row("f-a", 3, create("c3", "order-3", 1))));

        assertThat(here.results("a")).extracting(RowResult::status).containsExactly("refused", "cancelled");
    }

    @OnEachDatabase
    void waiting_commands_are_cancelled_with_an_outcome_and_their_mailboxes_are_not_leased() throws Exception {
        here.released(
                "a",
                row("f-a", 2, create("c2", "order-2", 3)),
                tomorrow(row("f-a", 3, create("c3", "order-3", 1))),
                tomorrow(row("f-a", 4, send("c4", "order-2"))));

        assertThat(here.control.cancel("f-a")).isEqualTo(new BatchControl.CancelResult(3, 0, 0));

        assertThat(here.ledger.claim()).isEmpty();
        clock.advance(Duration.ofDays(2));
        here.delayed.releaseDue();
        assertThat(here.ledger.claim()).isEmpty();
        List<JsonNode> outcomes = here.ledger.takeOutcomes();
        assertThat(outcomes)
                .extracting(outcome -> outcome.get("outcome_id").asText())
                .containsExactlyInAnyOrder("c2:cancelled", "c3:cancelled", "c4:cancelled");
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome.get("calls").findValuesAsText("status"))
                        .containsOnly("cancelled"))
                .allSatisfy(TestBatches::assertFitsSchema);
        assertThat(here.results("a").get(0).reasons())
                .singleElement()
                .asString()
                .contains("nothing was sent");
        here.completion.recordCompletedParts();
        assertThat(here.isCompleted("a")).isTrue();
        assertThat(here.control.cancel("f-a")).isEqualTo(new BatchControl.CancelResult(0, 0, 0));
    }

    @OnEachDatabase
    void commands_of_a_leased_mailbox_continue_and_can_be_cancelled_after_it_is_released() throws Exception {
        here.released(
                "a",
                row("f-a", 2, create("c2", "order-2", 2)),
                row("f-a", 3, send("c3", "order-2")),
                row("f-a", 4, create("c4", "order-4", 1)));
        Mailbox leased = here.ledger.claim().stream()
                .filter(mailbox -> mailbox.name().equals("ref:order-2"))
                .findFirst()
                .orElseThrow();

        assertThat(here.control.cancel("f-a")).isEqualTo(new BatchControl.CancelResult(0, 0, 3));
        here.ledger.record(leased, accepted("chat-2"));
        here.ledger.record(
                leased, new CallResult.Retry(Duration.ofSeconds(30), CallResult.Retry.Reason.THROTTLED, fault(429)));
        assertThat(here.control.cancel("f-a")).isEqualTo(new BatchControl.CancelResult(1, 0, 2));

        clock.advance(Duration.ofSeconds(31));
        assertThat(here.ledger.work(here.ledger.onlyMailbox())).containsExactly("c2 call 2");
        assertThat(here.ledger.claim()).isEmpty();
        assertThat(here.results("a")).extracting(RowResult::status).containsExactly("accepted", "cancelled", "waiting");
    }

    @OnEachDatabase
    void a_command_that_may_have_reached_linq_is_not_cancelled() throws Exception {
        here.released("a", row("f-a", 2, create("c2", "order-2", 1)));
        here.ledger.record(
                here.ledger.onlyMailbox(),
                new CallResult.Retry(Duration.ZERO, CallResult.Retry.Reason.INDETERMINATE, fault(503)));

        assertThat(here.control.cancel("f-a")).isEqualTo(new BatchControl.CancelResult(0, 0, 1));
        assertThat(here.ledger.workAll()).containsExactly("c2 call 1");
    }

    @OnEachDatabase
    void a_group_whose_create_was_cancelled_may_be_created_by_another_command() throws Exception {
        for (boolean delayed : List.of(false, true)) {
            String name = delayed ? "later" : "now";
            PlannedCommand create = row("f-" + name, 2, create("c-" + name, name, 1));
            here.released(name, delayed ? tomorrow(create) : create);
            here.control.cancel("f-" + name);
            assertThat(here.ledger.accept(send("s-" + name, name)).refused()).isEqualTo(1);

            here.ledger.accept(create("again-" + name, name, 1), send("t-" + name, name));

            assertThat(here.ledger.workAll()).containsExactly("again-" + name + " call 1", "t-" + name + " call 1");
        }
    }

    @OnEachDatabase
    void the_result_of_a_cancelled_row_has_no_chat_that_another_command_has_made_for_its_group() throws Exception {
        here.released("a", row("f-a", 2, create("c1", "order-1", 1)));
        here.control.cancel("f-a");

        here.ledger.accept(create("c2", "order-1", 1));
        here.ledger.workAll();

        assertThat(here.results("a")).singleElement().satisfies(result -> {
            assertThat(result.status()).isEqualTo("cancelled");
            assertThat(result.chatId()).isEmpty();
        });
    }

    @OnEachDatabase
    void the_result_of_a_failed_create_has_no_chat_of_a_later_one_and_may_be_corrected_and_sent_again()
            throws Exception {
        here.released("a", row("f-a", 2, create("c1", "order-1", 1)));
        here.ledger.record(here.ledger.onlyMailbox(), new CallResult.Failed(fault(400)));

        here.ledger.accept(create("c2", "order-1", 1));
        here.ledger.workAll();

        assertThat(here.results("a")).singleElement().satisfies(result -> {
            assertThat(result.status()).isEqualTo("failed");
            assertThat(result.chatId()).isEmpty();
            assertThat(result.partiallyDone()).isFalse();
        });
    }

    @OnEachDatabase
    void a_create_does_not_wait_for_a_cancelled_one_with_its_members() throws Exception {
        here.ledger.accept(named("c1", "order-1", "One", "members"));
        Mailbox first = here.ledger.onlyMailbox();
        here.released("a", row("f-a", 2, named("c2", "order-2", "Two", "members")));
        here.ledger.putBack(here.ledger.onlyMailbox());
        here.ledger.record(first, new CallResult.Failed(fault(400)));
        Mailbox second = here.ledger.onlyMailbox();
        assertThat(second.blocker()).isEmpty();
        here.ledger.putBack(second);
        here.control.cancel("f-a");

        here.ledger.accept(named("c3", "order-3", "Three", "members"));

        assertThat(here.ledger.onlyMailbox().blocker()).isEmpty();
    }

    @OnEachDatabase
    void other_commands_for_the_group_of_a_cancelled_command_are_worked() throws Exception {
        here.ledger.accept(create("c1", "order-1", 1));
        here.ledger.workAll();
        here.released("a", row("f-a", 2, send("c2", "order-1")));
        here.ledger.accept(send("c3", "order-1"));

        here.control.cancel("f-a");

        assertThat(here.ledger.workAll()).containsExactly("c3 call 1");
    }

    @OnEachDatabase
    void a_late_answer_does_not_change_a_cancelled_command() throws Exception {
        here.released("a", row("f-a", 2, create("c2", "order-2", 1)));
        Mailbox stale = here.ledger.onlyMailbox();
        here.ledger.putBack(stale);
        here.control.cancel("f-a");

        here.ledger.record(stale, accepted("chat-2"));

        assertThat(here.results("a")).extracting(RowResult::status).containsExactly("cancelled");
        assertThat(here.ledger.outcomes()).hasSize(1);
    }

    @OnEachDatabase
    void whatever_runs_concurrently_with_a_cancel_each_command_has_one_outcome_and_no_mailbox_stays_due()
            throws Exception {
        List<IntakeDecision> rows = new ArrayList<>();
        for (int row = 2; row < 62; row++) {
            rows.add(row("f-a", row, create("c" + row, "order-" + row, 1)));
        }
        here.released("a", rows.toArray(IntakeDecision[]::new));
        ExecutorService pool = Executors.newFixedThreadPool(3);
        Future<?> cancel = pool.submit(() -> elsewhere.control.cancel("f-a"));
        Future<?> send = pool.submit(() -> {
            for (int row = 2; row < 62; row++) {
                here.ledger.accept(send("s" + row, "order-" + row));
            }
        });
        Future<?> work = pool.submit(() -> {
            here.ledger.workAll();
            return null;
        });
        pool.shutdown();
        for (Future<?> each : List.of(cancel, send, work)) {
            each.get();
        }
        while (!here.ledger.workAll().isEmpty()) {
            here.completion.recordCompletedParts();
        }
        here.completion.recordCompletedParts();

        assertThat(here.ledger.claim()).isEmpty();
        assertThat(here.isCompleted("a")).isTrue();
        assertThat(here.ledger.outcomes())
                .extracting(outcome -> outcome.get("command_id").asText())
                .doesNotHaveDuplicates()
                .hasSize(120);
    }

    @OnEachDatabase
    void a_batch_that_is_done_or_unknown_is_not_cancelled() {
        here.read("a", 0);
        here.finish("a");

        assertThat(here.control.cancel("f-a")).isEqualTo(new BatchControl.CancelResult(0, 0, 0));
        assertThat(here.control.cancel("f-b")).isEqualTo(new BatchControl.CancelResult(0, 0, 0));
        assertThat(here.state("a").cancelled()).isFalse();
    }

    @OnEachDatabase
    void a_batch_whose_rows_are_all_finished_is_not_cancelled_before_its_results_are_written() throws Exception {
        here.released("a", row("f-a", 2, create("c2", "order-2", 1)));
        here.ledger.workAll();
        here.ledger.takeOutcomes();

        assertThat(here.control.cancel("f-a")).isEqualTo(BatchControl.CancelResult.NOTHING);

        assertThat(here.state("a").cancelled()).isFalse();
        here.completion.recordCompletedParts();
        assertThat(here.finish("a")).isTrue();
        assertThat(here.takeSummaries())
                .extracting(summary -> summary.get("outcome_id").asText())
                .containsExactly("f-a:batch_finished");
    }
}
