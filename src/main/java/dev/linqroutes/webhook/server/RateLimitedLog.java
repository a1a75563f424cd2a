package dev.linqroutes.webhook.server;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A line of the log that is written once in a while, however often there is reason to. */
final class RateLimitedLog {
    private final Consumer<String> output;
    private final long intervalNanos;
    private final LongSupplier nanos;
    private boolean hasLogged;
    private long lastLoggedAt;
    private long suppressed;

    /** @param nanos what time it is, by a clock that nobody sets */
    RateLimitedLog(Consumer<String> log, Duration pause, LongSupplier nanos) {
        this.output = log;
        this.intervalNanos = pause.toNanos();
        this.nanos = nanos;
    }

    /** Writes it, or leaves it out and says so the next time. */
    void log(String text) {
        long leftOutBefore;
        synchronized (this) {
            long now = nanos.getAsLong();
            if (hasLogged && now - lastLoggedAt < intervalNanos) {
                suppressed++;
                return;
            }
            hasLogged = true;
            lastLoggedAt = now;
            leftOutBefore = suppressed;
            suppressed = 0;
        }
        output.accept(
                leftOutBefore == 0 ? text : text + " (and " + leftOutBefore + " more like it since the last line)");
    }
}
