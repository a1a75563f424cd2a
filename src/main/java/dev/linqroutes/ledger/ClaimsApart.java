package dev.linqroutes.ledger;

import dev.linqroutes.ledger.MailboxRowTypes.DueMailbox;
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
final class ClaimsApart {
    /** Long enough to cost nothing, short enough that it goes on soon when somebody has mended the row. */
    private static final Duration PUT_OFF = Duration.ofMinutes(1);

    private final Claims claims;
    private final Clock clock;

    ClaimsApart(Claims claims, Clock clock) {
        this.claims = claims;
        this.clock = clock;
    }

    /** @param putOff by name, with the reason */
    record Claimed(List<Mailbox> mailboxes, Map<String, String> putOff) {}

    Claimed claim(Handle handle, int most, InHand before) {
        Claimed claimed = new Claimed(new ArrayList<>(), new LinkedHashMap<>());
        List<DueMailbox> due = claims.due(handle, most, clock.instant());
        if (!due.isEmpty()) {
            claim(handle, due, before, "apart", claimed);
        }
        return claimed;
    }

    private void claim(Handle handle, List<DueMailbox> due, InHand before, String savepoint, Claimed claimed) {
        handle.savepoint(savepoint);
        try {
            claimed.mailboxes.addAll(claims.lease(handle, due, before.with(claimed.mailboxes), clock.instant()));
        } catch (RuntimeException e) {
            if (DatabaseError.of(e) == DatabaseError.UNAVAILABLE) {
                throw e;
            }
            handle.rollbackToSavepoint(savepoint);
            if (due.size() == 1) {
                putOff(handle, due.get(0).mailbox());
                claimed.putOff.put(due.get(0).mailbox(), Database.rootMessage(e));
            } else {
                int half = due.size() / 2;
                claim(handle, due.subList(0, half), before, savepoint + "a", claimed);
                claim(handle, due.subList(half, due.size()), before, savepoint + "b", claimed);
            }
        }
    }

    private void putOff(Handle handle, String mailbox) {
        Instant until = clock.instant().plus(PUT_OFF);
        handle.createUpdate(Database.sql("put-off-mailbox"))
                .bind("mailbox", mailbox)
                .bind("until", until)
                .execute();
    }
}
