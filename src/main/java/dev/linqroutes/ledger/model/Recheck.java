package dev.linqroutes.ledger.model;

import java.time.Duration;
import java.time.Instant;

/** When to look again for something that mostly happens within a second: the longer it takes, the later. */
public final class Recheck {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofSeconds(15);

    private Recheck() {}

    /** @param since when it could have happened first */
    public static Instant at(Instant since, Instant now) {
        Duration half = Duration.between(since, now).dividedBy(2);
        Duration delay = half.compareTo(FIRST) < 0 ? FIRST : half;
        return now.plus(delay.compareTo(MAX) > 0 ? MAX : delay);
    }
}
