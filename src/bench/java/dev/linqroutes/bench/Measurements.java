package dev.linqroutes.bench;

import java.util.Arrays;
import java.util.Locale;

/** Sorted measurements, and what is said of them. */
record Measurements(double[] sorted) {

    static Measurements of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Measurements(sorted);
    }

    /** Per second, from the first to the last: how many came in each second, without the first and the last one. */
    static Measurements perSecond(long[] nanos) {
        long[] times = nanos.clone();
        Arrays.sort(times);
        int seconds = (int) ((times[times.length - 1] - times[0]) / 1_000_000_000L) + 1;
        double[] counts = new double[seconds];
        for (long time : times) {
            counts[(int) ((time - times[0]) / 1_000_000_000L)]++;
        }
        return of(seconds <= 2 ? counts : Arrays.copyOfRange(counts, 1, seconds - 1));
    }

    double quantile(double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }

    double median() {
        return quantile(0.5);
    }

    /** Least, middle and most. */
    String spread() {
        return String.format(
                Locale.ROOT, "median %,.0f (min %,.0f, max %,.0f)", median(), sorted[0], sorted[sorted.length - 1]);
    }

    String latencies() {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms",
                quantile(0.5),
                quantile(0.95),
                quantile(0.99),
                sorted[sorted.length - 1]);
    }
}
