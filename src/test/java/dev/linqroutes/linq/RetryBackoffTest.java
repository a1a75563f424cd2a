package dev.linqroutes.linq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryBackoffTest {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    @ParameterizedTest
    @CsvSource({"0, 1000", "999, 1000", "2000, 2000", "256000, 256000", "300001, 300000", "86400000, 300000"})
    void the_delay_equals_the_time_since_the_first_failure_within_its_limits(long elapsed, long millis) {
        assertThat(backoff(() -> 1).delayAfter(Duration.ofMillis(elapsed))).isEqualTo(Duration.ofMillis(millis));
    }

    @Property
    void jitter_shortens_a_delay_by_at_most_half(
            @ForAll @IntRange(max = 90_000) int seconds, @ForAll @DoubleRange(max = 1) double jitter) {
        Duration elapsed = Duration.ofSeconds(seconds);
        Duration full = backoff(() -> 1).delayAfter(elapsed);

        assertThat(backoff(() -> jitter).delayAfter(elapsed)).isBetween(full.dividedBy(2), full);
    }

    @Property
    void calls_that_failed_together_are_retried_at_different_times(@ForAll @IntRange(max = 90_000) int seconds) {
        Duration elapsed = Duration.ofSeconds(seconds);

        assertThat(backoff(() -> 0.1).delayAfter(elapsed))
                .isLessThan(backoff(() -> 0.9).delayAfter(elapsed));
    }

    private static RetryBackoff backoff(DoubleSupplier random) {
        return new RetryBackoff(FIRST, LONGEST, Duration.ofHours(24), Duration.ofMinutes(10), random);
    }
}
