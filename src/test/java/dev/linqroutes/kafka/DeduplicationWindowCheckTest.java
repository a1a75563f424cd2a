package dev.linqroutes.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeduplicationWindowCheckTest {
    private static final long DAY = Duration.ofDays(1).toMillis();

    private static Optional<String> problem(String cleanupPolicy, long retentionMs) {
        return DeduplicationWindowCheck.describeProblem(
                "linq.commands", Duration.ofDays(90), cleanupPolicy, retentionMs, 7 * DAY);
    }

    @Test
    void a_topic_that_retains_records_no_longer_than_the_ledger_is_accepted() {
        assertThat(problem("delete", 7 * DAY)).isEmpty();
        assertThat(problem("delete", 83 * DAY)).isEmpty();
        assertThat(problem("compact,delete", 83 * DAY)).isEmpty();
    }

    @Test
    void a_record_is_also_retained_while_its_segment_grows() {
        assertThat(problem("delete", 84 * DAY)).hasValueSatisfying(text -> assertThat(text)
                .contains(
                        "for up to 91.0 days",
                        "retention.ms=7257600000",
                        "segment.ms=604800000",
                        "for 90.0 days only"));
    }

    @Test
    void a_topic_without_retention_limit_is_reported_with_a_remedy() {
        assertThat(problem("delete", -1)).hasValueSatisfying(text -> assertThat(text)
                .contains(
                        "topic linq.commands",
                        "without limit (retention.ms=-1)",
                        "ledger.retention",
                        "shorter retention.ms"));
        assertThat(problem("delete", Long.MAX_VALUE)).isPresent();
        assertThat(problem("compact", 7 * DAY))
                .hasValueSatisfying(text -> assertThat(text).contains("cleanup.policy=compact"));
    }
}
