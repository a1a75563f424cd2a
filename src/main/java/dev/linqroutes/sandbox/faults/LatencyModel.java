package dev.linqroutes.sandbox.faults;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Draws latencies of a log-normal distribution, which is what those of servers look like: a few are many times the median. */
final class LatencyModel {
    private static final double LONGEST_MILLIS = 60_000;

    /** Standard deviations between the median and the 99th percentile. */
    private static final double DEVIATIONS_OF_P99 = 2.326_347_874;

    private final RandomGenerator random;

    LatencyModel(RandomGenerator random) {
        this.random = random;
    }

    /** @param p99Millis 0 for the median always */
    Duration next(int medianMillis, int p99Millis) {
        double spread = p99Millis == 0 ? 0 : Math.log((double) p99Millis / medianMillis) / DEVIATIONS_OF_P99;
        double millis = medianMillis * Math.exp(spread * random.nextGaussian());
        return Duration.ofMillis(Math.round(Math.min(LONGEST_MILLIS, millis)));
    }
}
