package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static dev.linqroutes.ledger.TestThreads.atOnce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.Backlog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A command is not worked before its time, and blocks others only if it creates their group. */
class DelayedCommandsWaitTest extends OnEachLedgerUrl {
    @OnEachDatabase
    void a_delayed_command_waits_for_its_time_and_blocks_no_other() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        ledger.accept(delayed(send("later", "order-1"), Duration.ofHours(1)), send("now", "order-1"));

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("c1 call 1", "now call 1");
        ledger.releaseDelayed();
        assertThat(ledger.claim()).isEmpty();
        clock.advance(Duration.ofHours(1));
        ledger.accept(send("meanwhile", "order-1"));
        ledger.releaseDelayed();

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("meanwhile call 1", "later call 1");
        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("command_id").textValue())
                .containsExactly("c1", "now", "meanwhile", "later");
    }

    @OnEachDatabase
    void commands_for_a_group_whose_create_is_delayed_wait_for_it() throws Exception {
        ledger.accept(
                delayed(create("c1", "order-1", 2), Duration.ofHours(1)),
                send("c2", "order-1"),
                delayed(send("c3", "order-1"), Duration.ofMinutes(1)));
        ledger.accept(send("c4", "order-1"));

        ledger.releaseDelayed();
        assertThat(ledger.claim()).isEmpty();
        clock.advance(Duration.ofHours(1));
        ledger.releaseDelayed();

        assertThat(ledger.work(ledger.onlyMailbox()))
                .containsExactly("c1 call 1", "c1 call 2", "c2 call 1", "c3 call 1", "c4 call 1");
    }

    @OnEachDatabase
    void commands_for_a_group_whose_create_is_due_but_not_released_stay_behind_it() throws Exception {
        ledger.accept(delayed(create("c1", "order-1", 1), Duration.ofMinutes(1)));
        clock.advance(Duration.ofMinutes(1));
        ledger.accept(send("c2", "order-1"));

        ledger.releaseDelayed();

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("c1 call 1", "c2 call 1");
    }

    /** The command cannot be released until it is repaired. */
    private void obstruct(String commandId) {
        ledger.database
                .jdbi()
                .useHandle(
                        handle -> handle.execute("ALTER TABLE command ADD CONSTRAINT obstructed CHECK (command_id <> '"
                                + commandId + "' OR status = 'delayed')"));
    }

    private void repair() {
        ledger.database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE command DROP CONSTRAINT obstructed"));
    }

    @OnEachDatabase
    void commands_of_a_group_stay_behind_its_create_while_that_cannot_be_released() throws Exception {
        ledger.accept(delayed(create("c1", "order-1", 1), Duration.ofMinutes(1)), send("c2", "order-1"));
        ledger.accept(delayed(create("other", "order-2", 1), Duration.ofMinutes(1)));
        obstruct("c1");
        clock.advance(Duration.ofMinutes(1));
        ledger.releaseDelayed();
        ledger.accept(send("c3", "order-1"));
        clock.advance(Duration.ofSeconds(30));
        ledger.releaseDelayed();
        assertThat(ledger.workAll()).containsExactly("other call 1");

        repair();
        clock.advance(Duration.ofMinutes(1));
        ledger.releaseDelayed();
        ledger.releaseDelayed();

        assertThat(ledger.workAll()).containsExactly("c1 call 1", "c2 call 1", "c3 call 1");
    }

    @OnEachDatabase
    void delayed_commands_of_a_group_keep_the_order_of_their_times_while_one_cannot_be_released() throws Exception {
        ledger.accept(create("c1", "order-1", 1));
        ledger.workAll();
        ledger.accept(
                delayed(send("fourth", "order-1"), Duration.ofSeconds(100)),
                delayed(send("third", "order-1"), Duration.ofSeconds(30)),
                delayed(send("second", "order-1"), Duration.ofSeconds(20)),
                delayed(send("first", "order-1"), Duration.ofSeconds(10)));
        obstruct("second");
        for (int i = 0; i < 6; i++) {
            clock.advance(Duration.ofSeconds(10));
            ledger.releaseDelayed();
        }
        assertThat(ledger.workAll()).containsExactly("first call 1");

        repair();
        for (int i = 0; i < 7; i++) {
            clock.advance(Duration.ofSeconds(10));
            ledger.releaseDelayed();
        }

        assertThat(ledger.workAll()).containsExactly("second call 1", "third call 1", "fourth call 1");
    }

    @OnEachDatabase
    void another_instance_does_not_release_what_is_behind_it_either() throws Exception {
        ledger.accept(delayed(create("c1", "order-1", 1), Duration.ofMinutes(1)), send("c2", "order-1"));
        obstruct("c1");
        clock.advance(Duration.ofMinutes(1));
        ledger.releaseDelayed();

        ledger.another().releaseDelayed();

        assertThat(ledger.claim()).isEmpty();
    }

    @OnEachDatabase
    void a_not_before_in_the_past_delays_nothing() throws Exception {
        ledger.accept(delayed(create("c1", "order-1", 1), Duration.ofHours(-1)));

        assertThat(ledger.work(ledger.onlyMailbox())).containsExactly("c1 call 1");
    }

    @OnEachDatabase
    void delayed_commands_are_released_once_by_several_instances() throws Exception {
        ledger.accept(IntStream.range(0, 510)
                .mapToObj(i -> delayed(create("c" + i, "order-" + i, 1), Duration.ofHours(1)))
                .toArray(PlannedCommand[]::new));
        clock.advance(Duration.ofHours(1));

        atOnce(3, () -> {
            ledger.releaseDelayed();
            return null;
        });

        List<String> worked = new ArrayList<>();
        for (List<Mailbox> claimed = ledger.claim(); !claimed.isEmpty(); claimed = ledger.claim()) {
            worked.addAll(ledger.workTogether(claimed));
        }
        assertThat(worked).doesNotHaveDuplicates().hasSize(510);
    }

    @OnEachDatabase
    void the_backlog_counts_open_work_and_the_age_of_the_oldest() throws Exception {
        ledger.accept(create("c1", "order-1", 1), create("c2", "order-2", 1));
        ledger.accept(delayed(create("c3", "order-3", 1), Duration.ofHours(1)));
        clock.advance(Duration.ofSeconds(7));

        assertThat(new Backlog(ledger.database, clock).snapshot())
                .contains(new Backlog.Snapshot(2, 2, 7.0, 1, 0, 0, 0, 0.0, Map.of()));
        ledger.claim().forEach(ledger::work);
        Backlog.Snapshot worked = new Backlog(ledger.database, clock).snapshot().orElseThrow();
        assertThat(worked).isEqualTo(new Backlog.Snapshot(0, 0, 0.0, 1, 0, 0, 0, 0.0, worked.outbox()));
        assertThat(worked.outbox()).containsOnlyKeys(TestLedger.TOPICS.outcomes());
        assertThat(worked.outbox(TestLedger.TOPICS.outcomes()).records()).isEqualTo(2);
        assertThat(worked.outbox(TestLedger.TOPICS.outcomes()).oldestAgeSeconds())
                .isBetween(0.0, 600.0);
        assertThat(worked.outbox(TestLedger.TOPICS.events()).records()).isZero();
        ledger.database.close();
        assertThat(new Backlog(ledger.database, clock).snapshot()).isEmpty();
    }
}
