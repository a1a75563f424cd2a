package dev.linqroutes.files.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.batch.Batch;
import dev.linqroutes.ledger.batch.BatchState;
import dev.linqroutes.ledger.batch.BatchStatus;
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

    private static String progress(BatchStatus status, Map<String, Long> byStatus) {
        return ImportProgress.describe(new BatchState(
                new Batch("f-a", "crew.csv", "crew", "sha"),
                status,
                false,
                3,
                0,
                3,
                byStatus,
                READ_AT,
                Optional.of(READ_AT),
                Optional.empty()));
    }
}
