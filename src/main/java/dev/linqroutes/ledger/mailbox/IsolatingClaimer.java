package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.DatabaseErrorKind;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.DueMailbox;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Leases due mailboxes when one of them cannot be leased, because a row of it cannot be read or written: defers that one and
 * leases the others. It works in one transaction, so that all of them stay locked, and bisects with savepoints.
 */
final class IsolatingClaimer {
    /** Long enough to cost nothing, short enough to continue soon after the row was repaired. */
    private static final Duration DEFERRAL = Duration.ofMinutes(1);

    private final MailboxClaimer claimer;
    private final Clock clock;

    IsolatingClaimer(MailboxClaimer claimer, Clock clock) {
        this.claimer = claimer;
        this.clock = clock;
    }

    /** @param deferred the reason by name of the mailbox */
    record Claimed(List<Mailbox> mailboxes, Map<String, String> deferred) {}

    Claimed claim(Handle handle, int limit, HeldLoad held) {
        Claimed claimed = new Claimed(new ArrayList<>(), new LinkedHashMap<>());
        List<DueMailbox> due = claimer.lockDue(handle, limit, clock.instant());
        if (!due.isEmpty()) {
            claim(handle, due, held, "isolate", claimed);
        }
        return claimed;
    }

    private void claim(Handle handle, List<DueMailbox> due, HeldLoad held, String savepoint, Claimed claimed) {
        handle.savepoint(savepoint);
        try {
            claimed.mailboxes.addAll(claimer.lease(handle, due, held.plus(claimed.mailboxes), clock.instant()));
        } catch (RuntimeException e) {
            if (DatabaseErrorKind.of(e) == DatabaseErrorKind.UNAVAILABLE) {
                throw e;
            }
            handle.rollbackToSavepoint(savepoint);
            if (due.size() == 1) {
                LeasedMailboxes.defer(
                        handle, List.of(due.get(0).mailbox()), clock.instant().plus(DEFERRAL));
                claimed.deferred.put(due.get(0).mailbox(), Database.rootMessage(e));
            } else {
                int half = due.size() / 2;
                claim(handle, due.subList(0, half), held, savepoint + "a", claimed);
                claim(handle, due.subList(half, due.size()), held, savepoint + "b", claimed);
            }
        }
    }
}
