package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.DueMailbox;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.WaitingCall;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Makes the line leave a chat only when the earlier calls of the chat are confirmed: after it has left, Linq shows neither the chat nor
 * its messages (reference 2.4), so that calls whose event is lost could no longer be confirmed.
 */
final class LeaveDeferral {
    /** An event mostly confirms a call within a second. */
    private static final Duration RECHECK_DELAY = Duration.ofSeconds(1);

    private LeaveDeferral() {}

    /**
     * Defers mailboxes whose next call leaves a chat with unconfirmed calls.
     *
     * @param calls by mailbox; deferred mailboxes are removed from it
     * @param timeout how long after its acceptance a call is waited for
     * @return the mailboxes that are not deferred
     */
    static List<DueMailbox> deferUnconfirmed(
            Handle handle, List<DueMailbox> due, Map<String, List<WaitingCall>> calls, Duration timeout, Instant now) {
        List<String> leaving = due.stream()
                .map(DueMailbox::mailbox)
                .filter(mailbox -> calls.getOrDefault(mailbox, List.of()).stream()
                        .limit(1)
                        .anyMatch(call -> call.kind() == CallKind.LEAVE_CHAT))
                .toList();
        if (leaving.isEmpty()) {
            return due;
        }
        Set<String> unconfirmed = handle.createQuery(Database.sql("mailbox/find-unconfirmed-mailboxes"))
                .bindArray("mailboxes", String.class, leaving)
                .bind("since", now.minus(timeout))
                .mapTo(String.class)
                .set();
        return LeasedMailboxes.defer(handle, due, calls, unconfirmed, now.plus(RECHECK_DELAY));
    }
}
