package dev.linqroutes.bench.process;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Microseconds since the epoch: a time that all processes of a machine share. */
public final class Micros {
    public static final double PER_SECOND = 1_000_000;

    private Micros() {}

    public static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** Seconds between two times. */
    public static double seconds(long from, long until) {
        return (until - from) / PER_SECOND;
    }
}
