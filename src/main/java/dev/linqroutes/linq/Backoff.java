package dev.linqroutes.linq;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before a call is tried again.
 *
 * @param first before the second try
 * @param longest it never gets longer than this
 * @param maxElapsed from the first try on; then the call has failed
 * @param maxTransition the same for what passes within seconds or never
 * @param random from 0 to 1: the jitter, so that calls that failed together do not come back together
 */
public record Backoff(
        Duration first, Duration longest, Duration maxElapsed, Duration maxTransition, DoubleSupplier random) {

    /** As long again as it has failed already, so that the time doubles; between half and all of that. */
    Duration after(Duration elapsed) {
        long limited = Math.min(longest.toMillis(), Math.max(first.toMillis(), elapsed.toMillis()));
        return Duration.ofMillis((long) (limited * (0.5 + random.getAsDouble() / 2)));
    }
}
