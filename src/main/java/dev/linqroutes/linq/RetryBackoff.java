package dev.linqroutes.linq;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Delays between the attempts of a call.
 *
 * @param firstDelay minimum delay
 * @param maxDelay maximum delay
 * @param maxElapsed time since the first failed attempt after which the call fails
 * @param maxNotReady the same for states that either pass within seconds or are permanent
 * @param jitter from 0 to 1, so that calls that failed together are not retried together
 */
public record RetryBackoff(
        Duration firstDelay, Duration maxDelay, Duration maxElapsed, Duration maxNotReady, DoubleSupplier jitter) {

    /** Half to all of the time since the first failed attempt, so that delays double. */
    Duration delayAfter(Duration elapsed) {
        long limited = Math.min(maxDelay.toMillis(), Math.max(firstDelay.toMillis(), elapsed.toMillis()));
        return Duration.ofMillis((long) (limited * (0.5 + jitter.getAsDouble() / 2)));
    }

    /**
     * The next delay; empty when the call has failed for too long. It is at least the requested delay, but does not exceed the
     * remaining time: the last attempt is at its end.
     *
     * @param elapsed time since the first failed attempt
     * @param limit of that time
     * @param requested delay that Linq requests
     */
    Optional<Duration> nextDelay(Duration elapsed, Duration limit, Optional<Duration> requested) {
        Duration own = delayAfter(elapsed);
        Duration remaining = limit.minus(elapsed);
        if (own.compareTo(remaining) > 0) {
            return Optional.empty();
        }
        return requested
                .map(delay -> delay.compareTo(remaining) > 0 ? remaining : delay)
                .filter(delay -> delay.compareTo(own) > 0)
                .or(() -> Optional.of(own));
    }
}
