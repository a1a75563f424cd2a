package dev.linqroutes.linq;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before a call is tried again.
 *
 * @param firstDelay before the second try
 * @param maxDelay it never gets longer than this
 * @param maxElapsed from the first try on; then the call has failed
 * @param maxTransition the same for what passes within seconds or never
 * @param jitter from 0 to 1: the jitter, so that calls that failed together do not come back together
 */
public record RetryBackoff(
        Duration firstDelay, Duration maxDelay, Duration maxElapsed, Duration maxTransition, DoubleSupplier jitter) {

    /** As long again as it has failed already, so that the time doubles; between half and all of that. */
    Duration delayAfter(Duration elapsed) {
        long limited = Math.min(maxDelay.toMillis(), Math.max(firstDelay.toMillis(), elapsed.toMillis()));
        return Duration.ofMillis((long) (limited * (0.5 + jitter.getAsDouble() / 2)));
    }

    /**
     * The next wait; empty when the call has failed for too long. It is no shorter than the other side asks, but does not go
     * beyond all the time that the call has: it is then tried once more at its end.
     *
     * @param atMost all the time that the call has
     */
    Optional<Duration> nextDelay(Duration elapsed, Duration atMost, Optional<Duration> asked) {
        Duration own = delayAfter(elapsed);
        Duration rest = atMost.minus(elapsed);
        if (own.compareTo(rest) > 0) {
            return Optional.empty();
        }
        return asked.map(wait -> wait.compareTo(rest) > 0 ? rest : wait)
                .filter(wait -> wait.compareTo(own) > 0)
                .or(() -> Optional.of(own));
    }
}
