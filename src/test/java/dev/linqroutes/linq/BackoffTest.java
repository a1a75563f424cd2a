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

class BackoffTest {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    @ParameterizedTest
    @CsvSource({"0, 1000", "1, 2000", "2, 4000", "8, 256000", "9, 300000", "1000000, 300000"})
    void the_wait_doubles_with_every_attempt_up_to_the_longest(int attempts, long millis) {
        assertThat(backoff(() -> 1).after(attempts)).isEqualTo(Duration.ofMillis(millis));
    }

    @Property
    void jitter_takes_off_at_most_half(
            @ForAll @IntRange(max = 2_000) int attempts, @ForAll @DoubleRange(max = 1) double jitter) {
        Duration full = backoff(() -> 1).after(attempts);

        assertThat(backoff(() -> jitter).after(attempts)).isBetween(full.dividedBy(2), full);
    }

    @Property
    void calls_that_failed_together_come_back_apart(@ForAll @IntRange(max = 2_000) int attempts) {
        assertThat(backoff(() -> 0.1).after(attempts))
                .isLessThan(backoff(() -> 0.9).after(attempts));
    }

    private static Backoff backoff(DoubleSupplier random) {
        return new Backoff(FIRST, LONGEST, Duration.ofHours(24), Duration.ofMinutes(10), random);
    }
}
