package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestBatches.batch;
import static dev.linqroutes.ledger.TestBatches.row;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.BatchRetention;
import dev.linqroutes.ledger.ops.RetentionJob;
import java.time.Duration;
import java.util.List;

/** A file is deleted as a whole. */
class FinishedFilesAreDeletedTest extends WithRetention {
    @OnEachDatabase
    void a_file_is_deleted_as_a_whole_some_time_after_its_results_were_written() throws Exception {
        batches.released(
                "a",
                row("f-a", 2, create("c1", "order-1", 1)),
                row("f-a", 3, send("c2", "nobody")),
                row("f-a", 4, delayed(create("c3", "order-3", 1))));
        workAndConfirm();
        clock.advance(YEARS);
        deleteAll();
        assertThat(count("command")).isEqualTo(2);
        assertThat(count("refusal")).isEqualTo(1);

        batches.delayed.releaseDue();
        workAndConfirm();
        completeAndFinish("a");
        clock.advance(RETENTION.minusSeconds(1));
        deleteAll();
        assertThat(batches.results("a")).hasSize(3);

        clock.advance(Duration.ofSeconds(2));
        deleteAll();
        for (String table : List.of("batch", "batch_part", "command", "call", "refusal")) {
            assertThat(count(table)).as(table).isZero();
        }
    }

    @OnEachDatabase
    void a_file_with_failed_rows_can_be_retried_until_the_retention_period_of_failed_commands_ends() throws Exception {
        batches.released("a", row("f-a", 2, create("c1", "order-1", 1)), row("f-a", 3, create("c2", "order-2", 1)));
        for (Mailbox mailbox : ledger.claim()) {
            if (mailbox.name().equals("ref:order-1")) {
                ledger.work(mailbox);
            } else {
                failNextCall(mailbox);
            }
        }
        confirm();
        completeAndFinish("a");
        clock.advance(FAILED_RETENTION.minusSeconds(1));
        deleteAll();
        assertThat(batches.results("a")).hasSize(2);

        clock.advance(Duration.ofSeconds(2));
        deleteAll();
        assertThat(count("command")).isZero();
        assertThat(count("batch")).isZero();
    }

    @OnEachDatabase
    void a_file_imported_again_during_its_deletion_is_new_and_its_remaining_rows_are_recognized() throws Exception {
        int rows = RetentionJob.MAX_COMMANDS + 1;
        PlannedCommand[] commands = commands(rows);
        batches.released("a", commands);
        workAndConfirm();
        completeAndFinish("a");
        clock.advance(RETENTION.plusSeconds(1));
        runRule(new BatchRetention(RETENTION, FAILED_RETENTION));
        assertThat(names("command", "command_id")).containsExactly("c" + (rows - 1));
        assertThat(batches.states.find("f-a")).isEmpty();
        assertThat(batches.states.findNewest(1)).isEmpty();

        batches.released("a", commands);
        deleteAll();

        assertThat(count("command")).isEqualTo(rows);
        workAndConfirm();
        completeAndFinish("a");
        assertThat(batches.results("a")).hasSize(rows);
    }

    @OnEachDatabase
    void a_row_of_a_file_that_is_being_deleted_is_not_replayed() throws Exception {
        batches.released("a", row("f-a", 2, create("c1", "order-1", 1)));
        failNextCall(ledger.onlyMailbox());
        completeAndFinish("a");
        inTransaction(handle -> handle.createUpdate(Database.sql("ops/mark-batch-ending"))
                .bind("batchId", "f-a")
                .execute());

        assertThat(ledger.failedCommands.replay("c1")).contains("it is no longer failed");
    }

    @OnEachDatabase
    void an_abandoned_import_is_deleted_and_an_active_one_is_kept() {
        batches.intake.claim(batch("a"));
        batches.intake.storePart(TestBatches.part("a", 1));
        clock.advance(RETENTION.plus(TestBatches.LEASE));
        batches.another().intake.claim(batch("b"));
        deleteAll();
        assertThat(names("batch", "batch_id")).containsExactly("f-a", "f-b");

        clock.advance(Duration.ofSeconds(1));
        deleteAll();

        assertThat(names("batch", "batch_id")).containsExactly("f-b");
        assertThat(count("batch_part")).isZero();
    }
}
