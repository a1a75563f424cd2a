package dev.linqroutes.files.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.batch.Batch;
import dev.linqroutes.ledger.batch.BatchState;
import dev.linqroutes.ledger.batch.BatchStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImportProgressTest {
    private static final Instant READ_AT = Instant.parse("2026-11-23T09:00:00Z");
    private static final String TO_COME =
            "; its results are not written yet. If this does not change, the file is no longer in working, or was changed there: drop the original file, with its original options, into the inbox";

    @Test
    void missing_results_of_a_completed_batch_are_described() {
        assertThat(progress(BatchStatus.WORKING, Map.of("confirmed", 3L)))
                .isEqualTo("f-a  working since 2026-11-23T09:00:00Z  crew.csv: 3 commands, 3 good, 0 refused, 3 done,"
                        + " 3 confirmed: 3 confirmed" + TO_COME);
    }

    @Test
    void nothing_is_missing_of_any_other_batch() {
        assertThat(progress(BatchStatus.WORKING, Map.of("confirmed", 2L, "waiting", 1L)))
                .doesNotContain("results");
        assertThat(progress(BatchStatus.DONE, Map.of("confirmed", 3L))).doesNotContain("results");
        assertThat(progress(BatchStatus.READING, Map.of())).doesNotContain("results");
    }

    @Test
    void the_time_left_is_that_of_rows_that_do_not_wait_for_their_own_time() {
        Map<String, Long> byStatus = Map.of("confirmed", 1L, "waiting", 1L, "delayed", 1L);

        assertThat(rate(byStatus, Optional.of(READ_AT)))
                .isEqualTo(", 0.5/s, 2 s left, 1 delayed, the next is due at 2026-11-23T09:00:00Z");
        assertThat(rate(Map.of("confirmed", 1L, "waiting", 2L), Optional.empty()))
                .isEqualTo(", 0.5/s, 4 s left");
    }

    @Test
    void while_all_open_rows_wait_for_their_time_no_time_is_estimated() {
        assertThat(rate(Map.of("confirmed", 1L, "delayed", 2L), Optional.of(READ_AT)))
                .isEqualTo(", 2 delayed, the next is due at 2026-11-23T09:00:00Z");
    }

    @Test
    void new_groups_that_wait_for_their_turn_are_told_and_no_time_is_estimated_of_them() {
        assertThat(ImportProgress.describeRate(
                        state(BatchStatus.WORKING, Map.of("confirmed", 1L, "waiting", 2L), 2, Optional.empty()),
                        0,
                        Duration.ofSeconds(2)))
                .isEqualTo(", 2 new groups wait until a line may make them");
    }

    private static String rate(Map<String, Long> byStatus, Optional<Instant> nextDue) {
        return ImportProgress.describeRate(state(BatchStatus.WORKING, byStatus, nextDue), 0, Duration.ofSeconds(2));
    }

    private static String progress(BatchStatus status, Map<String, Long> byStatus) {
        return ImportProgress.describe(state(status, byStatus, Optional.empty()));
    }

    private static BatchState state(BatchStatus status, Map<String, Long> byStatus, Optional<Instant> nextDue) {
        return state(status, byStatus, 0, nextDue);
    }

    private static BatchState state(
            BatchStatus status, Map<String, Long> byStatus, long waitingForTurn, Optional<Instant> nextDue) {
        return new BatchState(
                new Batch("f-a", "crew.csv", "crew", "sha"),
                status,
                false,
                3,
                0,
                3,
                byStatus,
                waitingForTurn,
                nextDue,
                READ_AT,
                Optional.of(READ_AT),
                Optional.empty());
    }
}
