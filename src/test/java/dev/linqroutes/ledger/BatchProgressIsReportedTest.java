package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestBatches.batch;
import static dev.linqroutes.ledger.TestBatches.creates;
import static dev.linqroutes.ledger.TestBatches.refusal;
import static dev.linqroutes.ledger.TestBatches.row;
import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.batch.BatchPart;
import dev.linqroutes.ledger.batch.BatchState;
import dev.linqroutes.ledger.batch.BatchStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The progress of a file can be read at any time. */
class BatchProgressIsReportedTest extends OnTwoInstances {
    @OnEachDatabase
    void a_batch_is_completed_when_each_of_its_rows_is_finished() throws Exception {
        here.read("a", 1);
        assertThat(here.isCompleted("a")).isFalse();
        BatchPart part = here.release.findNextPart().orElseThrow().part();
        here.accept(List.of(
                row("f-a", 2, create("c1", "order-1", 1)),
                refusal("f-a", 3, "c2"),
                tomorrow(row("f-a", 4, create("c3", "order-3", 1)))));
        here.release.markReleased(part);
        here.ledger.workAll();
        here.completion.recordCompletedParts();
        assertThat(here.states.findCompleted(Set.of("f-a", "f-b"))).isEmpty();
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("accepted", 1L, "refused", 1L, "delayed", 1L));
        assertThat(here.state("a").nextDue()).contains(clock.instant().plus(Duration.ofDays(1)));

        clock.advance(Duration.ofDays(1));
        here.delayed.releaseDue();
        here.ledger.workAll();
        here.completion.recordCompletedParts();

        assertThat(here.isCompleted("a")).isTrue();
        assertThat(here.state("a").nextDue()).isEmpty();
        assertThat(here.states.findCompleted(Set.of("f-a", "f-b"))).containsExactly("f-a");
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("accepted", 2L, "refused", 1L));
    }

    @OnEachDatabase
    void rows_that_the_ledger_refuses_count_as_refused_in_working_and_in_done_batches() throws Exception {
        here.released(
                "a",
                row("f-a", 2, create("c1", "order-1", 1)),
                row("f-a", 3, create("c1", "order-2", 1)),
                refusal("f-a", 4, "c3"));
        assertThat(here.state("a").refused()).isEqualTo(2);
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("waiting", 1L, "duplicate", 1L, "refused", 1L));

        here.ledger.workAll();
        here.completion.recordCompletedParts();
        assertThat(here.state("a").refused()).isEqualTo(2);

        assertThat(here.finish("a")).isTrue();
        assertThat(here.state("a").status()).isEqualTo(BatchStatus.DONE);
        assertThat(here.state("a").refused()).isEqualTo(2);
    }

    @OnEachDatabase
    void rows_refused_by_validation_count_as_refused_before_their_part_is_released() {
        here.intake.claim(batch("a"));
        here.intake.storePart(new BatchPart("f-a", 1, 2, 4, 3, 1, new byte[1]));
        here.intake.complete("f-a");

        assertThat(here.state("a").refused()).isEqualTo(1);
    }

    @OnEachDatabase
    void a_part_with_a_row_that_is_neither_a_command_nor_a_refusal_is_not_completed() throws Exception {
        here.read("a", 1);
        BatchPart part = here.release.findNextPart().orElseThrow().part();
        here.accept(creates(part).subList(0, 2));
        here.release.markReleased(part);
        here.ledger.workAll();
        here.completion.recordCompletedParts();

        assertThat(here.isCompleted("a")).isFalse();
    }

    @OnEachDatabase
    void a_command_that_waits_for_confirmation_is_open() throws Exception {
        here.close();
        here = new TestBatches(TestLedger.on(freshDatabase(), clock).confirming());
        here.read("a", 1);
        here.releaseAll();
        here.ledger.workAll();
        here.completion.recordCompletedParts();

        assertThat(here.isCompleted("a")).isFalse();
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("confirming", 3L));
    }

    @OnEachDatabase
    void rows_of_completed_parts_are_not_counted_again() throws Exception {
        here.read("a", 3);
        here.releaseOne();
        here.ledger.workAll();
        here.completion.recordCompletedParts();
        here.releaseOne();
        // These rows are not read any more: the stored counts are reported.
        here.ledger
                .database
                .jdbi()
                .useHandle(handle -> handle.execute("UPDATE command SET row_no = -1 WHERE row_no < 5"));

        BatchState state = here.state("a");

        assertThat(state.byStatus()).isEqualTo(Map.of("accepted", 3L, "waiting", 3L));
        assertThat(state.rows()).isEqualTo(9);
        assertThat(state.released()).isEqualTo(6);
    }

    @OnEachDatabase
    void a_batch_is_found_by_its_id_or_a_prefix_of_it_or_by_the_name_of_its_file() {
        here.read("aa", 1);
        // As an empty variable in a script.
        assertThat(here.states.find("")).isEmpty();
        assertThat(here.states.find("f-")).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        here.read("ab", 1);

        assertThat(here.states.find("f-aa")).map(state -> state.batch().stem()).contains("aa");
        assertThat(here.states.find("f-ab")).map(state -> state.batch().stem()).contains("ab");
        assertThat(here.states.find("ab.csv"))
                .map(state -> state.batch().stem())
                .contains("ab");
        assertThat(here.states.find("f-a")).isEmpty();
        assertThat(here.states.find("nobody.csv")).isEmpty();
        assertThat(here.states.findNewest(1))
                .extracting(state -> state.batch().stem())
                .containsExactly("ab");
        assertThat(here.states.findOpen(id -> true))
                .extracting(state -> state.batch().stem())
                .containsExactly("aa", "ab");
    }

    @OnEachDatabase
    void a_file_without_rows_is_completed_when_it_is_read() {
        here.read("a", 0);

        assertThat(here.isCompleted("a")).isTrue();
        assertThat(here.finish("a")).isTrue();
    }
}
