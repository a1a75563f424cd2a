package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.DatabaseErrorKind;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.DueMailbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Leases mailboxes of which one cannot be leased, because a row of it cannot be read or written: that one is put off, and the
 * others are leased. In one transaction, so that what is looked at stays locked.
 */
final class IsolatingClaimer {
    /** Long enough to cost nothing, short enough that it goes on soon when somebody has mended the row. */
    private static final Duration DEFERRAL = Duration.ofMinutes(1);

    private final MailboxClaimer claimer;
    private final Clock clock;

    IsolatingClaimer(MailboxClaimer claims, Clock clock) {
        this.claimer = claims;
        this.clock = clock;
    }

    /** @param deferred by name, with the reason */
    record Claimed(List<Mailbox> mailboxes, Map<String, String> deferred) {}

    Claimed claim(Handle handle, int most, HeldLoad before) {
        Claimed claimed = new Claimed(new ArrayList<>(), new LinkedHashMap<>());
        List<DueMailbox> due = claimer.lockDue(handle, most, clock.instant());
        if (!due.isEmpty()) {
            claim(handle, due, before, "apart", claimed);
        }
        return claimed;
    }

    private void claim(Handle handle, List<DueMailbox> due, HeldLoad before, String savepoint, Claimed claimed) {
        handle.savepoint(savepoint);
        try {
            claimed.mailboxes.addAll(claimer.lease(handle, due, before.plus(claimed.mailboxes), clock.instant()));
        } catch (RuntimeException e) {
            if (DatabaseErrorKind.of(e) == DatabaseErrorKind.UNAVAILABLE) {
                throw e;
            }
            handle.rollbackToSavepoint(savepoint);
            if (due.size() == 1) {
                defer(handle, due.get(0).mailbox());
                claimed.deferred.put(due.get(0).mailbox(), Database.rootMessage(e));
            } else {
                int half = due.size() / 2;
                claim(handle, due.subList(0, half), before, savepoint + "a", claimed);
                claim(handle, due.subList(half, due.size()), before, savepoint + "b", claimed);
            }
        }
    }

    private void defer(Handle handle, String mailbox) {
        Instant until = clock.instant().plus(DEFERRAL);
        handle.createUpdate(Database.sql("mailbox/defer-mailbox"))
                .bind("mailbox", mailbox)
                .bind("until", until)
                .execute();
    }
}
