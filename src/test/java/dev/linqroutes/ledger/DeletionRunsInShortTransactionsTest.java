package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.CommandRetention;
import dev.linqroutes.ledger.ops.RetentionJob;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/** Deletion runs in short transactions, in one instance at a time, and blocks no work. */
class DeletionRunsInShortTransactionsTest extends WithRetention {
    @OnEachDatabase
    void a_transaction_deletes_no_more_than_a_few_hundred_commands() throws Exception {
        int commands = 2 * RetentionJob.MAX_COMMANDS + 1;
        acceptAndWork(IntStream.range(0, commands)
                .mapToObj(i -> create("c" + i, "order-" + i, 1))
                .toArray(PlannedCommand[]::new));
        clock.advance(RETENTION.plusSeconds(1));

        runRule(new CommandRetention(RETENTION, FAILED_RETENTION));

        assertThat(count("command")).isEqualTo(RetentionJob.MAX_COMMANDS + 1L);
        deleteAll();
        assertThat(count("command")).isZero();
    }

    @OnEachDatabase
    void a_process_that_dies_while_deleting_leaves_nothing_half_deleted() throws Exception {
        acceptAndWork(create("c1", "order-1", 3));
        clock.advance(RETENTION.plusSeconds(1));

        assertThatThrownBy(() -> inTransaction(handle -> {
                    new CommandRetention(RETENTION, FAILED_RETENTION).deleteSome(handle, clock.instant());
                    throw new IllegalStateException("killed");
                }))
                .hasMessageContaining("killed");

        assertThat(count("command")).isEqualTo(1);
        assertThat(count("call")).isEqualTo(3);
    }

    @OnEachDatabase
    void a_locked_command_is_skipped_without_waiting() throws Exception {
        acceptAndWork(create("c1", "order-1", 1), create("c2", "order-2", 1));
        clock.advance(RETENTION.plusSeconds(1));
        try (Handle working = ledger.database.jdbi().open()) {
            working.begin();
            working.createQuery(Database.sql("outbox/lock-commands"))
                    .bindArray("commandIds", String.class, List.of("c1"))
                    .mapTo(String.class)
                    .list();
            deleteAll();
            assertThat(names("command", "command_id")).containsExactly("c1");
            working.rollback();
        }
        deleteAll();
        assertThat(count("command")).isZero();
    }

    @OnEachDatabase
    void one_instance_deletes_at_a_time() throws Exception {
        RetentionJob elsewhere = retention();
        assertThat(elsewhere.deleteSome()).isFalse();
        acceptAndWork(create("c1", "order-1", 1));
        clock.advance(RETENTION.plusSeconds(1));
        elsewhere.deleteSome();
        acceptAndWork(create("c2", "order-2", 1));
        ledger.accept(send("c3", "nobody"));

        assertThat(retention.deleteSome()).isFalse();

        assertThat(RetentionJob.TABLES)
                .allSatisfy(table -> assertThat(retention.deletedRows(table)).isZero());
        assertThat(elsewhere.deletedRows("command")).isEqualTo(1);
    }

    @OnEachDatabase
    void the_age_of_the_oldest_finished_command_is_reported() throws Exception {
        retention.deleteSome();
        assertThat(retention.ageOfOldestFinished()).isZero();
        acceptAndWork(create("c1", "order-1", 1));
        clock.advance(Duration.ofHours(5));
        acceptAndWork(create("c2", "order-2", 1));
        ledger.accept(create("c3", "order-3", 1));

        retention.deleteSome();

        assertThat(retention.ageOfOldestFinished()).isEqualTo(Duration.ofHours(5));
    }

    @OnEachDatabase
    void a_chat_that_cannot_be_read_does_not_stop_the_deletion_of_commands() throws Exception {
        acceptAndWork(create("c1", "order-1", 1));
        recordLineStatus(chatOf("order-1"), "left");
        acceptAndWork(create("c2", "order-2", 1));
        inTransaction(handle -> handle.execute("UPDATE chat SET state = '{broken'"));
        clock.advance(RETENTION.plusSeconds(1));

        deleteAll();

        assertThat(count("command")).isZero();
    }
}
