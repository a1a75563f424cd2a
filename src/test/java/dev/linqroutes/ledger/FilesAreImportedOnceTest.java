package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestBatches.batch;
import static dev.linqroutes.ledger.TestBatches.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.batch.Batch;
import dev.linqroutes.ledger.batch.BatchPart;
import dev.linqroutes.ledger.batch.BatchState;
import dev.linqroutes.ledger.batch.BatchStatus;
import dev.linqroutes.ledger.batch.FileClaim;
import dev.linqroutes.ledger.batch.FileFingerprint;
import dev.linqroutes.ledger.batch.FileImport;
import dev.linqroutes.ledger.batch.ShorterBatch;
import dev.linqroutes.ledger.db.LedgerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** A file is imported once, by one instance, and to its end. */
class FilesAreImportedOnceTest extends OnTwoInstances {
    @OnEachDatabase
    void a_file_is_read_by_one_instance_at_a_time() {
        assertThat(here.intake.claim(batch("a"))).isEqualTo(FileClaim.CLAIMED);

        assertThat(elsewhere.intake.claim(batch("a"))).isEqualTo(FileClaim.CLAIMED_ELSEWHERE);
        assertThat(here.intake.claim(batch("a"))).isEqualTo(FileClaim.CLAIMED_ELSEWHERE);
        assertThat(elsewhere.intake.claim(batch("b"))).isEqualTo(FileClaim.CLAIMED);
    }

    @OnEachDatabase
    void of_concurrent_claims_of_a_file_one_succeeds() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<FileClaim>> claims = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            FileImport intake = i % 2 == 0 ? here.intake : elsewhere.intake;
            claims.add(pool.submit(() -> intake.claim(batch("a"))));
        }
        pool.shutdown();
        List<FileClaim> answers = new ArrayList<>();
        for (Future<FileClaim> claim : claims) {
            answers.add(claim.get());
        }

        assertThat(answers).containsOnlyOnce(FileClaim.CLAIMED).contains(FileClaim.CLAIMED_ELSEWHERE);
    }

    @OnEachDatabase
    void parts_stored_by_a_dead_reader_are_deleted_when_another_takes_over() {
        here.intake.claim(batch("a"));
        here.intake.storePart(part("a", 1));
        here.intake.storePart(part("a", 2));
        clock.advance(TestBatches.LEASE.plusSeconds(1));

        elsewhere.read("a", 1);

        assertThat(elsewhere.state("a").rows()).isEqualTo(TestBatches.ROWS);
    }

    @OnEachDatabase
    void a_reader_that_stores_parts_keeps_its_lease() {
        here.intake.claim(batch("a"));
        for (int number = 1; number <= 3; number++) {
            clock.advance(TestBatches.LEASE.dividedBy(2));
            here.intake.storePart(part("a", number));
        }

        assertThat(elsewhere.intake.claim(batch("a"))).isEqualTo(FileClaim.CLAIMED_ELSEWHERE);
    }

    @OnEachDatabase
    void a_reader_whose_rows_have_many_large_files_keeps_its_lease_until_it_is_stuck() {
        here.intake.claim(batch("a"));
        for (int renewal = 1; renewal <= 5; renewal++) {
            clock.advance(TestBatches.LEASE.dividedBy(2));
            here.intake.renewLeases();
            assertThat(elsewhere.intake.claim(batch("a"))).isEqualTo(FileClaim.CLAIMED_ELSEWHERE);
        }
        here.intake.storePart(part("a", 1));

        clock.advance(Duration.ofHours(1));
        here.intake.renewLeases();

        assertThat(elsewhere.intake.claim(batch("a"))).isEqualTo(FileClaim.CLAIMED);
        here.intake.renewLeases();
        assertThatThrownBy(() -> here.intake.storePart(part("a", 2))).isInstanceOf(LedgerException.class);
    }

    @OnEachDatabase
    void a_reader_that_lost_its_lease_can_neither_store_nor_complete_nor_discard() {
        here.intake.claim(batch("a"));
        here.intake.storePart(part("a", 1));
        clock.advance(TestBatches.LEASE.plusSeconds(1));
        assertThat(elsewhere.intake.claim(batch("a"))).isEqualTo(FileClaim.CLAIMED);
        elsewhere.intake.storePart(part("a", 1));

        assertThatThrownBy(() -> here.intake.storePart(part("a", 2)))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("another instance has taken over");
        assertThatThrownBy(() -> here.intake.storePart(part("a", 1)))
                .hasMessageContaining("another instance has taken over");
        assertThatThrownBy(() -> here.intake.complete("f-a")).hasMessageContaining("another instance has taken over");
        assertThatThrownBy(() -> here.intake.discard("f-a")).hasMessageContaining("another instance has taken over");
        here.intake.release("f-a");

        elsewhere.intake.storePart(part("a", 2));
        elsewhere.intake.complete("f-a");
        assertThatThrownBy(() -> here.intake.storePart(part("a", 3)))
                .hasMessageContaining("another instance has taken over");
        assertThat(here.state("a").rows()).isEqualTo(2L * TestBatches.ROWS);
    }

    @OnEachDatabase
    void a_released_file_can_be_claimed_again_by_any_instance() {
        here.intake.claim(batch("a"));
        here.intake.storePart(part("a", 1));
        here.intake.release("f-a");
        assertThat(here.intake.claim(batch("a"))).isEqualTo(FileClaim.CLAIMED);
        here.intake.release("f-a");

        elsewhere.read("a", 1);
    }

    @OnEachDatabase
    void a_part_stored_twice_by_its_reader_is_stored_once() {
        here.intake.claim(batch("a"));
        here.intake.storePart(part("a", 1));
        here.intake.storePart(part("a", 1));
        here.intake.complete("f-a");

        assertThat(here.state("a").rows()).isEqualTo(TestBatches.ROWS);
    }

    @OnEachDatabase
    void several_threads_store_the_parts_of_a_file_in_any_order() throws Exception {
        here.intake.claim(batch("a"));
        ExecutorService pool = Executors.newFixedThreadPool(3);
        List<Future<?>> stored = new ArrayList<>();
        for (int number = 30; number > 0; number--) {
            BatchPart part = part("a", number);
            stored.add(pool.submit(() -> here.intake.storePart(part)));
        }
        pool.shutdown();
        for (Future<?> each : stored) {
            each.get();
        }
        here.intake.complete("f-a");

        assertThat(here.state("a").rows()).isEqualTo(30L * TestBatches.ROWS);
    }

    @OnEachDatabase
    void a_file_of_which_a_part_is_missing_is_not_completed() {
        here.intake.claim(batch("a"));
        here.intake.storePart(part("a", 2));

        assertThatThrownBy(() -> here.intake.complete("f-a")).hasMessageContaining("1 of its parts were not stored");
        assertThat(here.release.findNextPart()).isEmpty();
    }

    @OnEachDatabase
    void a_file_that_was_imported_before_is_recognized_and_its_results_go_to_its_new_place() {
        here.read("a", 1);

        assertThat(elsewhere.intake.claim(new Batch("f-a", "again.csv", "again-1", "sha of a")))
                .isEqualTo(FileClaim.ALREADY_IMPORTED);

        BatchState state = here.state("a");
        assertThat(state.status()).isEqualTo(BatchStatus.WORKING);
        assertThat(state.batch().stem()).isEqualTo("again-1");
        assertThat(state.batch().file()).isEqualTo("again.csv");
    }

    @OnEachDatabase
    void shorter_files_are_found_if_they_were_or_are_being_sent() {
        sent("short", 100);
        sent("long", 200);
        here.intake.claim(batchOf("read", 50));

        assertThat(here.states.findShorter(200))
                .containsExactly(new ShorterBatch(
                        "f-short", "short.csv", "short", BatchStatus.WORKING, 100, "content of short"));
        assertThat(elsewhere.states.findShorter(201))
                .extracting(ShorterBatch::file)
                .hasSize(2);
        assertThat(here.states.findShorter(100)).isEmpty();
    }

    private void sent(String name, long bytes) {
        assertThat(here.intake.claim(batchOf(name, bytes))).isEqualTo(FileClaim.CLAIMED);
        here.intake.storePart(part(name, 1));
        here.intake.complete("f-" + name);
    }

    private static Batch batchOf(String name, long bytes) {
        return new Batch(
                "f-" + name,
                name + ".csv",
                name,
                "sha of " + name,
                Optional.of(new FileFingerprint(bytes, "content of " + name)));
    }

    @OnEachDatabase
    void a_discarded_file_leaves_nothing_in_the_ledger() throws Exception {
        here.intake.claim(batch("a"));
        here.intake.storePart(part("a", 1));
        here.intake.discard("f-a");

        assertThat(here.states.findNewest(10)).isEmpty();
        assertThat(here.ledger.outcomes()).isEmpty();
        elsewhere.read("a", 1);
    }

    @OnEachDatabase
    void a_refused_file_leaves_only_an_outcome_with_the_reasons() throws Exception {
        here.intake.claim(batch("a"));
        here.intake.storePart(part("a", 1));
        List<String> problems =
                IntStream.range(0, 25).mapToObj(i -> "row " + i + " is bad").toList();
        here.intake.refuse("f-a", 3, 25, problems);

        assertThat(here.states.findNewest(10)).isEmpty();
        JsonNode outcome = here.takeSummaries().get(0);
        assertThat(outcome.get("outcome_id").asText()).isEqualTo("f-a:batch_refused");
        assertThat(outcome.get("status").asText()).isEqualTo("batch_refused");
        assertThat(outcome.get("rows").asInt()).isEqualTo(3);
        assertThat(outcome.at("/counts/refused").asInt()).isEqualTo(25);
        assertThat(outcome.get("problems")).hasSize(20);
        assertThat(outcome.at("/source/place").asText()).isEqualTo("a.csv");
        TestBatches.assertFitsSchema(outcome);
    }
}
