package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestBatches.batch;
import static dev.linqroutes.ledger.TestBatches.creates;
import static dev.linqroutes.ledger.TestBatches.row;
import static dev.linqroutes.ledger.TestCommands.call;
import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.linqroutes.ledger.batch.BatchPart;
import dev.linqroutes.ledger.batch.BatchStatus;
import dev.linqroutes.ledger.batch.FileClaim;
import dev.linqroutes.ledger.batch.RowResult;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.BatchControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Rows of a file that failed for a transient reason are retried; other failed rows are not. */
class FailedRowsAreRetriedTest extends OnTwoInstances {
    @OnEachDatabase
    void a_retry_requeues_commands_with_transient_failures_and_reopens_the_batch() throws Exception {
        here.released(
                "a",
                row("f-a", 2, create("no-answer", "order-2", 1)),
                row("f-a", 3, create("busy", "order-3", 1)),
                row("f-a", 4, create("passing-code", "order-4", 1)),
                row("f-a", 5, create("wrong", "order-5", 1)),
                row("f-a", 6, create("good", "order-6", 1)));
        Map<String, CallResult.Fault> faults = Map.of(
                "ref:order-2",
                CallResult.Fault.withoutResponse("no answer"),
                "ref:order-3",
                fault(503),
                "ref:order-4",
                notYet(409, 2009),
                "ref:order-5",
                fault(400));
        for (Mailbox mailbox : here.ledger.claim()) {
            if (faults.containsKey(mailbox.name())) {
                CallResult.Fault fault = faults.get(mailbox.name());
                here.ledger.record(
                        mailbox, new CallResult.Retry(Duration.ZERO, CallResult.Retry.Reason.INDETERMINATE, fault));
                here.ledger.putBack(mailbox);
            } else {
                here.ledger.work(mailbox);
            }
        }
        for (Mailbox mailbox : here.ledger.claim()) {
            here.ledger.record(mailbox, new CallResult.Failed(faults.get(mailbox.name())));
            here.ledger.work(mailbox);
        }
        here.completion.recordCompletedParts();
        assertThat(here.finish("a")).isTrue();
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("accepted", 1L, "failed", 4L));

        assertThat(here.control.retry("f-a")).isEqualTo(new BatchControl.RetryResult(3, 1));

        assertThat(here.state("a").status()).isEqualTo(BatchStatus.WORKING);
        assertThat(here.state("a").finishedAt()).isEmpty();
        assertThat(here.isCompleted("a")).isFalse();
        assertThat(here.ledger.workAll()).hasSize(3);
        here.completion.recordCompletedParts();
        assertThat(here.results("a"))
                .extracting(RowResult::status)
                .containsExactly("accepted", "accepted", "accepted", "failed", "accepted");
        assertThat(here.finish("a")).isTrue();
        assertThat(here.takeSummaries())
                .extracting(summary -> summary.get("outcome_id").asText(), summary -> summary.at("/counts/accepted")
                        .asInt())
                .containsExactly(tuple("f-a:batch_finished", 1), tuple("f-a:batch_finished:2", 4));
    }

    /** For example a group with the members of a group without a name: it would fail again in the same way. */
    @OnEachDatabase
    void a_command_that_failed_before_its_call_was_sent_is_not_retried() throws Exception {
        here.released("a", row("f-a", 2, create("c2", "order-2", 1)));
        here.ledger.record(
                here.ledger.onlyMailbox(),
                new CallResult.Failed(CallResult.Fault.withoutResponse("has the same line and members"), false));

        assertThat(here.control.retry("f-a")).isEqualTo(new BatchControl.RetryResult(0, 1));
    }

    @OnEachDatabase
    void a_voice_memo_that_linq_may_have_sent_is_not_sent_again() throws Exception {
        here.ledger.accept(create("c1", "order-1", 1));
        here.ledger.workAll();
        for (CallResult.Fault fault : List.of(CallResult.Fault.withoutResponse("no answer"), fault(503), fault(429))) {
            String name = "memo-" + fault.httpStatus().orElse(0);
            here.released(name, row("f-" + name, 2, call(name, "order-1", CallKind.SEND_VOICE_MEMO)));
            here.ledger.record(here.ledger.onlyMailbox(), new CallResult.Failed(fault));
        }

        assertThat(here.control.retry("f-memo-0")).isEqualTo(new BatchControl.RetryResult(0, 1));
        assertThat(here.control.retry("f-memo-503")).isEqualTo(new BatchControl.RetryResult(0, 1));
        assertThat(here.control.retry("f-memo-429")).isEqualTo(new BatchControl.RetryResult(1, 0));
    }

    @OnEachDatabase
    void a_command_that_is_replayed_alone_reopens_its_batch() throws Exception {
        here.released("a", row("f-a", 2, create("c2", "order-2", 1)));
        here.ledger.record(here.ledger.onlyMailbox(), new CallResult.Failed(fault(400)));
        here.completion.recordCompletedParts();
        here.finish("a");

        assertThat(here.ledger.failedCommands.replay("c2")).isEmpty();

        assertThat(here.state("a").status()).isEqualTo(BatchStatus.WORKING);
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("waiting", 1L));
        assertThat(here.states.findCompleted(Set.of("f-a", "f-b"))).isEmpty();
    }

    @OnEachDatabase
    void a_part_is_not_completed_from_a_read_before_a_retry_reopened_a_row() throws Exception {
        assertThat(here.intake.claim(batch("a"))).isEqualTo(FileClaim.CLAIMED);
        List<BatchPart> parts = new ArrayList<>();
        // Open parts slow down the search for completed ones.
        for (int number = 1; number <= 200; number++) {
            parts.add(new BatchPart("f-a", number, number + 1L, number + 1L, 1, 0, new byte[1]));
        }
        parts.forEach(here.intake::storePart);
        here.intake.complete("f-a");
        List<PlannedCommand> rows = new ArrayList<>();
        parts.forEach(part -> rows.addAll(creates(part)));
        here.accept(rows);
        parts.forEach(here.release::markReleased);
        Map<String, Mailbox> mailboxes = new HashMap<>();
        here.ledger.claim().forEach(mailbox -> mailboxes.put(mailbox.name(), mailbox));
        Mailbox last = mailboxes.get("ref:a-201");
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 40; round++) {
                here.ledger.record(last, new CallResult.Failed(fault(400)));
                Future<?> settled = pool.submit(() -> here.completion.recordCompletedParts());
                Future<Optional<String>> replayed = pool.submit(() -> here.ledger.failedCommands.replay("a-201"));
                settled.get(30, TimeUnit.SECONDS);
                assertThat(replayed.get(30, TimeUnit.SECONDS)).isEmpty();

                assertThat(here.state("a").byStatus()).isEqualTo(Map.of("waiting", 200L));
                assertThat(statusOfPart(200)).as("round %d", round).isEqualTo("released");
                last = here.ledger.onlyMailbox();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private String statusOfPart(int number) {
        return here.ledger.database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT status FROM batch_part WHERE part_no = :number")
                .bind("number", number)
                .mapTo(String.class)
                .one());
    }

    @OnEachDatabase
    void results_written_while_a_command_is_replayed_do_not_finish_the_batch() throws Exception {
        here.released("a", row("f-a", 2, create("c2", "order-2", 1)));
        here.ledger.record(here.ledger.onlyMailbox(), new CallResult.Failed(fault(400)));
        here.completion.recordCompletedParts();
        here.lease.claimOrRenew("f-a");
        here.ledger.failedCommands.replay("c2");

        assertThat(here.lease.finishBatch("f-a", Map.of("failed", 1L))).isFalse();

        assertThat(here.takeSummaries()).isEmpty();
    }

    private static CallResult.Fault notYet(int status, int code) {
        return new CallResult.Fault(
                Optional.of(status), Optional.of(code), "not yet", Optional.empty(), Optional.empty());
    }
}
