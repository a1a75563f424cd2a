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

/** Deleting is done in small steps, by one instance, and holds nobody up. */
class DeletingIsDoneInStepsTest extends WithRetention {
    @OnEachDatabase
    void a_step_deletes_no_more_than_some_hundred_commands() throws Exception {
        int commands = 2 * RetentionJob.MAX_COMMANDS + 1;
        done(IntStream.range(0, commands)
                .mapToObj(i -> create("c" + i, "order-" + i, 1))
                .toArray(PlannedCommand[]::new));
        clock.advance(KEPT.plusSeconds(1));

        step(new CommandRetention(KEPT, FAILED_KEPT));

        assertThat(count("command")).isEqualTo(RetentionJob.MAX_COMMANDS + 1L);
        deleteAll();
        assertThat(count("command")).isZero();
    }

    @OnEachDatabase
    void a_process_that_dies_in_a_step_leaves_nothing_half() throws Exception {
        done(create("c1", "order-1", 3));
        clock.advance(KEPT.plusSeconds(1));

        assertThatThrownBy(() -> inTransaction(handle -> {
                    new CommandRetention(KEPT, FAILED_KEPT).deleteSome(handle, clock.instant());
                    throw new IllegalStateException("killed");
                }))
                .hasMessageContaining("killed");

        assertThat(count("command")).isEqualTo(1);
        assertThat(count("call")).isEqualTo(3);
    }

    @OnEachDatabase
    void a_command_that_somebody_has_locked_is_passed_over_without_waiting() throws Exception {
        done(create("c1", "order-1", 1), create("c2", "order-2", 1));
        clock.advance(KEPT.plusSeconds(1));
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
        done(create("c1", "order-1", 1));
        clock.advance(KEPT.plusSeconds(1));
        elsewhere.deleteSome();
        done(create("c2", "order-2", 1));
        ledger.accept(send("c3", "nobody"));

        assertThat(retention.deleteSome()).isFalse();

        assertThat(RetentionJob.TABLES)
                .allSatisfy(table -> assertThat(retention.deletedRows(table)).isZero());
        assertThat(elsewhere.deletedRows("command")).isEqualTo(1);
    }

    @OnEachDatabase
    void the_age_of_the_oldest_finished_command_is_known() throws Exception {
        retention.deleteSome();
        assertThat(retention.ageOfOldestFinished()).isZero();
        done(create("c1", "order-1", 1));
        clock.advance(Duration.ofHours(5));
        done(create("c2", "order-2", 1));
        ledger.accept(create("c3", "order-3", 1));

        retention.deleteSome();

        assertThat(retention.ageOfOldestFinished()).isEqualTo(Duration.ofHours(5));
    }

    @OnEachDatabase
    void a_chat_that_cannot_be_read_keeps_no_command_from_being_deleted() throws Exception {
        done(create("c1", "order-1", 1));
        show(chatOf("order-1"), "left");
        done(create("c2", "order-2", 1));
        inTransaction(handle -> handle.execute("UPDATE chat SET state = '{broken'"));
        clock.advance(KEPT.plusSeconds(1));

        deleteAll();

        assertThat(count("command")).isZero();
    }
}
