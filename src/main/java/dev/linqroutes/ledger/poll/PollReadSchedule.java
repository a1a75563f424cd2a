package dev.linqroutes.ledger.poll;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * When a poll is read from Linq, in case that an event about it was lost: at growing intervals after it was last heard of, then no more.
 * A poll has no end at Linq, and a request for each vote that comes years later is not worth it.
 */
public final class PollReadSchedule {
    /** With a deadline of a minute: after 1 and 10 minutes, 1 and 6 hours, 1, 3 and 7 days. */
    private static final long[] STEPS = {1, 10, 60, 360, 1_440, 4_320, 10_080};

    private final Duration deadline;

    /** @param deadline within which the events of a change have come, if they come */
    public PollReadSchedule(Duration deadline) {
        this.deadline = deadline;
    }

    /** When a poll that was heard of now is read. */
    Instant firstAfter(Instant changedAt) {
        return changedAt.plus(deadline);
    }

    /** When a poll that is read now is read again, unless it is heard of before; empty if it is not. */
    Optional<Instant> nextAfter(Instant changedAt, Instant now) {
        return LongStream.of(STEPS)
                .mapToObj(step -> changedAt.plus(deadline.multipliedBy(step)))
                .filter(at -> !at.isBefore(now.plus(tolerance())))
                .findFirst();
    }

    /** A poll that was heard of after this time was so by a clock that was set back since; those of instances differ by less. */
    Instant latestChange(Instant now) {
        return now.plus(deadline);
    }

    /**
     * Of which time, by Linq's clock, a poll is known that is read now. Somewhat earlier, since both clocks may differ: what an event
     * says that happened after that time is not overruled by the read, but by the next one, if at all.
     */
    Instant asOf(Instant now) {
        return now.minus(tolerance());
    }

    /** An event that has come before the deadline happened before it by this time at least. */
    private Duration tolerance() {
        return deadline.dividedBy(2);
    }
}
