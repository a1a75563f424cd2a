package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestBatches.batch;
import static dev.linqroutes.ledger.TestBatches.creates;
import static dev.linqroutes.ledger.TestBatches.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.batch.BatchPart;
import dev.linqroutes.ledger.batch.BatchPartReleaser;
import dev.linqroutes.ledger.intake.CommandIntake;
import java.util.ArrayList;
import java.util.List;

/** Parts of files are released in order, a limited number at a time, and by one instance. */
class PartsAreReleasedInOrderTest extends OnTwoInstances {
    @OnEachDatabase
    void no_part_of_a_file_is_released_before_the_file_was_read_to_its_end() {
        here.intake.claim(batch("a"));
        here.intake.storePart(part("a", 1));
        assertThat(here.release.findNextPart()).isEmpty();

        here.intake.complete("f-a");

        BatchPartReleaser.ReleasablePart release = here.release.findNextPart().orElseThrow();
        assertThat(release.part()).usingRecursiveComparison().isEqualTo(part("a", 1));
        assertThat(release.batch()).isEqualTo(batch("a"));
    }

    @OnEachDatabase
    void a_part_is_selected_until_it_is_marked_as_released_and_its_rows_are_accepted_once() throws Exception {
        here.read("a", 2);
        BatchPart part = here.release.findNextPart().orElseThrow().part();
        here.accept(creates(part));
        // The process dies here.
        BatchPart again = here.release.findNextPart().orElseThrow().part();
        assertThat(again.number()).isEqualTo(1);

        assertThat(here.accept(creates(again))).isEqualTo(new CommandIntake.Counts(0, 0, TestBatches.ROWS));
        here.release.markReleased(again);
        here.release.markReleased(again);
        assertThat(here.release.findNextPart().orElseThrow().part().number()).isEqualTo(2);
        assertThat(here.ledger.workAll()).hasSize(TestBatches.ROWS);
    }

    @OnEachDatabase
    void batches_alternate_and_the_parts_of_each_are_released_in_order() throws Exception {
        here.read("large", 4);
        here.read("small", 1);
        List<String> released = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            here.releaseOne().ifPresent(released::add);
            here.ledger.workAll();
        }

        assertThat(released).containsExactly("large 1", "small 1", "large 2", "large 3", "large 4");
    }

    @OnEachDatabase
    void a_batch_with_too_many_open_commands_waits_and_others_continue() throws Exception {
        here.read("a", 5);
        assertThat(here.releaseAll()).containsExactly("a 1", "a 2");
        here.read("b", 1);
        assertThat(here.releaseAll()).containsExactly("b 1");

        here.ledger.workAll();

        assertThat(here.releaseAll()).containsExactly("a 3", "a 4");
    }

    @OnEachDatabase
    void delayed_commands_do_not_block_the_rows_behind_them() {
        here.read("a", 3);
        for (int i = 0; i < 2; i++) {
            BatchPart part = here.release.findNextPart().orElseThrow().part();
            here.accept(creates(part).stream().map(this::tomorrow).toList());
            here.release.markReleased(part);
        }

        assertThat(here.releaseOne()).contains("a 3");
    }

    @OnEachDatabase
    void one_instance_releases_at_a_time_and_another_takes_over_when_its_lease_expires() {
        here.read("a", 2);
        assertThat(here.release.findNextPart()).isPresent();
        assertThat(elsewhere.release.findNextPart()).isEmpty();

        clock.advance(TestBatches.LEASE.plusSeconds(1));
        assertThat(elsewhere.release.findNextPart()).isPresent();
        elsewhere.release.releaseLease();

        assertThat(here.release.findNextPart()).isPresent();
    }
}
