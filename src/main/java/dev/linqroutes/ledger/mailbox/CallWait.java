package dev.linqroutes.ledger.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the next call of a mailbox waits for, before it can be made.
 *
 * @param what for a person
 * @param since when it could have happened first
 * @param until when it is waited for no longer; empty if it is waited for as long as it takes
 */
public record CallWait(String what, Instant since, Optional<Instant> until) {
    private static final Duration FIRST_RECHECK = Duration.ofSeconds(1);
    private static final Duration MAX_RECHECK = Duration.ofSeconds(15);

    /** When to look again: it mostly happens within a second, and the longer it takes, the later. */
    Instant recheckAt(Instant now) {
        Duration half = Duration.between(since, now).dividedBy(2);
        Duration delay = half.compareTo(FIRST_RECHECK) < 0 ? FIRST_RECHECK : half;
        Instant recheck = now.plus(delay.compareTo(MAX_RECHECK) > 0 ? MAX_RECHECK : delay);
        return until.filter(recheck::isAfter).orElse(recheck);
    }
}
