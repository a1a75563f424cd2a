package dev.linqroutes.bench.scenario;

import java.util.stream.DoubleStream;

/** Every measurement, sorted: nothing is rounded away. */
record Quantiles(double[] sorted) {
    static Quantiles of(DoubleStream values) {
        return new Quantiles(values.sorted().toArray());
    }

    /** @return NaN if there is none */
    double at(double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }
}
