package dev.linqroutes.ledger.ops;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionPeriodsTest {
    private static final Duration WEEK = Duration.ofDays(7);

    @Test
    void a_finished_command_is_kept_at_least_as_long_as_a_late_event_may_arrive() {
        new RetentionJob.Periods(Duration.ofHours(1), Duration.ofHours(1), WEEK, WEEK);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetentionJob.Periods(Duration.ofMinutes(59), WEEK, WEEK, WEEK))
                .withMessageContaining(
                        "ledger.retention (LEDGER_RETENTION) must be 1h or longer: Linq repeats webhooks");
    }

    @Test
    void a_failed_command_is_kept_at_least_as_long_as_a_successful_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetentionJob.Periods(WEEK, WEEK.minusSeconds(1), WEEK, WEEK))
                .withMessageContaining(
                        "ledger.retention.failed (LEDGER_RETENTION_FAILED) must not be shorter than ledger.retention");
    }
}
