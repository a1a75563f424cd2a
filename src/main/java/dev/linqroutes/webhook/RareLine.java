package dev.linqroutes.webhook;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A line of the log that is written once in a while, however often there is reason to. */
final class RareLine {
    private final Consumer<String> log;
    private final long pauseNanos;
    private final LongSupplier nanos;
    private boolean saidBefore;
    private long saidAt;
    private long leftOut;

    /** @param nanos what time it is, by a clock that nobody sets */
    RareLine(Consumer<String> log, Duration pause, LongSupplier nanos) {
        this.log = log;
        this.pauseNanos = pause.toNanos();
        this.nanos = nanos;
    }

    /** Writes it, or leaves it out and says so the next time. */
    void say(String text) {
        long leftOutBefore;
        synchronized (this) {
            long now = nanos.getAsLong();
            if (saidBefore && now - saidAt < pauseNanos) {
                leftOut++;
                return;
            }
            saidBefore = true;
            saidAt = now;
            leftOutBefore = leftOut;
            leftOut = 0;
        }
        log.accept(leftOutBefore == 0 ? text : text + " (and " + leftOutBefore + " more like it since the last line)");
    }
}
