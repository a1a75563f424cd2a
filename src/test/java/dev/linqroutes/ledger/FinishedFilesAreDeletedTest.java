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
    void a_file_goes_as_a_whole_from_when_its_results_were_written() throws Exception {
        rig.released(
                "a",
                row("f-a", 2, create("c1", "order-1", 1)),
                row("f-a", 3, send("c2", "nobody")),
                row("f-a", 4, delayed(create("c3", "order-3", 1))));
        workAndConfirm();
        clock.advance(YEARS);
        deleteAll();
        assertThat(count("command")).isEqualTo(2);
        assertThat(count("refusal")).isEqualTo(1);

        rig.delayed.releaseDue();
        workAndConfirm();
        settleAndFinish("a");
        clock.advance(KEPT.minusSeconds(1));
        deleteAll();
        assertThat(rig.results("a")).hasSize(3);

        clock.advance(Duration.ofSeconds(2));
        deleteAll();
        for (String table : List.of("batch", "batch_part", "command", "call", "refusal")) {
            assertThat(count(table)).as(table).isZero();
        }
    }

    @OnEachDatabase
    void a_file_with_failed_rows_can_be_retried_for_as_long_as_failed_commands_are_kept() throws Exception {
        rig.released("a", row("f-a", 2, create("c1", "order-1", 1)), row("f-a", 3, create("c2", "order-2", 1)));
        for (Mailbox mailbox : ledger.claim()) {
            if (mailbox.name().equals("ref:order-1")) {
                ledger.work(mailbox);
            } else {
                fail(mailbox);
            }
        }
        confirm();
        settleAndFinish("a");
        clock.advance(FAILED_KEPT.minusSeconds(1));
        deleteAll();
        assertThat(rig.results("a")).hasSize(2);

        clock.advance(Duration.ofSeconds(2));
        deleteAll();
        assertThat(count("command")).isZero();
        assertThat(count("batch")).isZero();
    }

    @OnEachDatabase
    void a_file_that_comes_again_while_it_is_being_deleted_is_new_and_its_rows_that_are_left_are_recognised()
            throws Exception {
        int rows = RetentionJob.MAX_COMMANDS + 1;
        PlannedCommand[] commands = commands(rows);
        rig.released("a", commands);
        workAndConfirm();
        settleAndFinish("a");
        clock.advance(KEPT.plusSeconds(1));
        step(new BatchRetention(KEPT, FAILED_KEPT));
        assertThat(names("command", "command_id")).containsExactly("c" + (rows - 1));
        assertThat(rig.states.find("f-a")).isEmpty();
        assertThat(rig.states.findNewest(1)).isEmpty();

        rig.released("a", commands);
        deleteAll();

        assertThat(count("command")).isEqualTo(rows);
        workAndConfirm();
        settleAndFinish("a");
        assertThat(rig.results("a")).hasSize(rows);
    }

    @OnEachDatabase
    void a_row_of_a_file_that_is_being_deleted_is_not_put_back() throws Exception {
        rig.released("a", row("f-a", 2, create("c1", "order-1", 1)));
        fail(ledger.onlyMailbox());
        settleAndFinish("a");
        inTransaction(handle -> handle.createUpdate(Database.sql("ops/mark-batch-ending"))
                .bind("batchId", "f-a")
                .execute());

        assertThat(ledger.failedCommands.replay("c1")).contains("it is no longer failed");
    }

    @OnEachDatabase
    void a_file_whose_reading_nobody_has_gone_on_with_goes_and_one_that_is_read_stays() {
        rig.intake.claim(batch("a"));
        rig.intake.storePart(TestBatches.part("a", 1));
        clock.advance(KEPT.plus(TestBatches.LEASE));
        rig.another().intake.claim(batch("b"));
        deleteAll();
        assertThat(names("batch", "batch_id")).containsExactly("f-a", "f-b");

        clock.advance(Duration.ofSeconds(1));
        deleteAll();

        assertThat(names("batch", "batch_id")).containsExactly("f-b");
        assertThat(count("batch_part")).isZero();
    }
}
