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
            "; its results are still to be written: if they do not come, its file is not in"
                    + " working any more, or was changed there; drop it as it was, with its options, into the inbox";

    @Test
    void of_a_batch_whose_rows_are_done_it_is_told_that_its_results_are_missing() {
        assertThat(told(BatchStatus.WORKING, Map.of("confirmed", 3L)))
                .isEqualTo("f-a  working since 2026-11-23T09:00:00Z  crew.csv: 3 commands, 3 good, 0 refused, 3 done,"
                        + " 3 confirmed: 3 confirmed" + TO_COME);
    }

    @Test
    void of_any_other_batch_it_is_not() {
        assertThat(told(BatchStatus.WORKING, Map.of("confirmed", 2L, "waiting", 1L)))
                .doesNotContain("results");
        assertThat(told(BatchStatus.DONE, Map.of("confirmed", 3L))).doesNotContain("results");
        assertThat(told(BatchStatus.READING, Map.of())).doesNotContain("results");
    }

    private static String told(BatchStatus status, Map<String, Long> byStatus) {
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
