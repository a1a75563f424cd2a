package dev.linqroutes.webhook.server;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Writes at most one line per interval and counts the suppressed ones. */
final class RateLimitedLog {
    private final Consumer<String> output;
    private final long intervalNanos;
    private final LongSupplier nanos;
    private boolean hasLogged;
    private long lastLoggedAt;
    private long suppressed;

    /** @param nanos monotonic clock */
    RateLimitedLog(Consumer<String> output, Duration interval, LongSupplier nanos) {
        this.output = output;
        this.intervalNanos = interval.toNanos();
        this.nanos = nanos;
    }

    /** Writes the text, or suppresses it and adds it to the count in the next line. */
    void log(String text) {
        long suppressedBefore;
        synchronized (this) {
            long now = nanos.getAsLong();
            if (hasLogged && now - lastLoggedAt < intervalNanos) {
                suppressed++;
                return;
            }
            hasLogged = true;
            lastLoggedAt = now;
            suppressedBefore = suppressed;
            suppressed = 0;
        }
        output.accept(
                suppressedBefore == 0
                        ? text
                        : text + " (and " + suppressedBefore + " similar since the last log line)");
    }
}
