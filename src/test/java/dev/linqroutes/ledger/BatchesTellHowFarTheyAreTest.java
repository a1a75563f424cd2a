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

/** How far a file is can be asked at any time. */
class BatchesTellHowFarTheyAreTest extends OnTwoInstances {
    @OnEachDatabase
    void a_batch_is_settled_when_each_of_its_rows_has_come_to_its_end() throws Exception {
        here.read("a", 1);
        assertThat(here.isSettled("a")).isFalse();
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

        clock.advance(Duration.ofDays(1));
        here.delayed.releaseDue();
        here.ledger.workAll();
        here.completion.recordCompletedParts();

        assertThat(here.isSettled("a")).isTrue();
        assertThat(here.states.findCompleted(Set.of("f-a", "f-b"))).containsExactly("f-a");
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("accepted", 2L, "refused", 1L));
    }

    @OnEachDatabase
    void what_the_ledger_refuses_counts_as_refused_whether_it_is_working_or_done() throws Exception {
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
    void what_was_refused_when_it_was_read_counts_as_refused_before_it_is_released() {
        here.intake.claim(batch("a"));
        here.intake.storePart(new BatchPart("f-a", 1, 2, 4, 3, 1, new byte[1]));
        here.intake.complete("f-a");

        assertThat(here.state("a").refused()).isEqualTo(1);
    }

    @OnEachDatabase
    void a_part_with_a_row_that_is_neither_a_command_nor_a_refusal_is_not_settled() throws Exception {
        here.read("a", 1);
        BatchPart part = here.release.findNextPart().orElseThrow().part();
        here.accept(creates(part).subList(0, 2));
        here.release.markReleased(part);
        here.ledger.workAll();
        here.completion.recordCompletedParts();

        assertThat(here.isSettled("a")).isFalse();
    }

    @OnEachDatabase
    void a_command_that_nothing_has_confirmed_yet_is_open() throws Exception {
        here.close();
        here = new TestBatches(TestLedger.on(freshDatabase(), clock).confirming());
        here.read("a", 1);
        here.releaseAll();
        here.ledger.workAll();
        here.completion.recordCompletedParts();

        assertThat(here.isSettled("a")).isFalse();
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("confirming", 3L));
    }

    @OnEachDatabase
    void what_is_settled_is_not_counted_again() throws Exception {
        here.read("a", 3);
        here.releaseOne();
        here.ledger.workAll();
        here.completion.recordCompletedParts();
        here.releaseOne();
        // No longer looked at: the kept counts are what is told.
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
    void a_batch_is_found_by_its_id_or_how_that_begins_or_by_the_name_of_its_file() {
        here.read("aa", 1);
        // As an empty variable in a script would.
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
    void a_file_without_rows_is_settled_when_it_is_read() {
        here.read("a", 0);

        assertThat(here.isSettled("a")).isTrue();
        assertThat(here.finish("a")).isTrue();
    }
}
