package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.model.Recheck;
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
    Instant recheckAt(Instant now) {
        Instant recheck = Recheck.at(since, now);
        return until.filter(recheck::isAfter).orElse(recheck);
    }
}
