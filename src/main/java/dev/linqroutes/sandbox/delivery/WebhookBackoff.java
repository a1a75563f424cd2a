package dev.linqroutes.sandbox.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Delays between attempts of a webhook: up to 10 attempts, exponential with jitter, each delay under 10 minutes, about 30
 * minutes in total with a first delay of 660 ms (reference 0.3).
 */
public final class WebhookBackoff {
    static final int MAX_ATTEMPTS = 10;
    private static final double MAX_DELAY_MILLIS = Duration.ofMinutes(9).toMillis();
    private final Duration first;

    public WebhookBackoff(Duration first) {
        this.first = first;
    }

    /**
     * The delay after a failed attempt; empty after the last.
     *
     * @param attempt counted from 1
     * @param jitterSeed of the webhook: the same one has the same delays
     */
    public Optional<Duration> delayAfter(int attempt, long jitterSeed) {
        if (attempt >= MAX_ATTEMPTS) {
            return Optional.empty();
        }
        double wait = Math.min(MAX_DELAY_MILLIS, first.toMillis() * Math.pow(3, attempt - 1.0));
        double jitter = new SplittableRandom(jitterSeed + attempt).nextDouble(0.9, 1.1);
        return Optional.of(Duration.ofMillis(Math.round(wait * jitter)));
    }
}
