package dev.linqroutes.linq;

import java.time.Duration;
import java.util.Optional;
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

    /**
     * The next wait; empty when the call has failed for too long. It is no shorter than the other side asks, but does not go
     * beyond all the time that the call has: it is then tried once more at its end.
     *
     * @param atMost all the time that the call has
     */
    Optional<Duration> next(Duration elapsed, Duration atMost, Optional<Duration> asked) {
        Duration own = after(elapsed);
        Duration rest = atMost.minus(elapsed);
        if (own.compareTo(rest) > 0) {
            return Optional.empty();
        }
        return asked.map(wait -> wait.compareTo(rest) > 0 ? rest : wait)
                .filter(wait -> wait.compareTo(own) > 0)
                .or(() -> Optional.of(own));
    }
}
