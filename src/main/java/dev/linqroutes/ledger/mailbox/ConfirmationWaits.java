package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.UnconfirmedCall;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.WaitingCall;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Makes calls wait until earlier ones of their chat are confirmed. Linq accepts a change of members, and makes it later: what follows would
 * go to the members from before. After the line has left a chat, Linq shows neither the chat nor its messages (reference 2.4), so that
 * calls whose event is lost could no longer be confirmed.
 */
final class ConfirmationWaits {
    private ConfirmationWaits() {}

    /**
     * Of the mailboxes whose next call reaches the members while these are being changed, or leaves a chat with unconfirmed calls.
     *
     * @param memberTimeout how long after its acceptance a change of members is waited for
     * @param leaveTimeout how long after its acceptance a call is waited for by a leave
     */
    static Map<String, CallWait> find(
            Handle handle, DueCalls due, Duration memberTimeout, Duration leaveTimeout, Instant now) {
        Map<String, CallWait> waits = new HashMap<>();
        waits.putAll(find(
                handle,
                due,
                call -> call.kind().reachesMembers(),
                "mailbox/find-unconfirmed-member-changes",
                "the event that confirms the change of members before it, so that it goes to the members of after it",
                memberTimeout,
                now));
        waits.putAll(find(
                handle,
                due,
                call -> call.kind() == CallKind.LEAVE_CHAT,
                "mailbox/find-unconfirmed-calls",
                "the events that confirm the earlier calls: once the line has left, Linq no longer shows the chat",
                leaveTimeout,
                now));
        return waits;
    }

    private static Map<String, CallWait> find(
            Handle handle,
            DueCalls due,
            Predicate<WaitingCall> waits,
            String statement,
            String what,
            Duration timeout,
            Instant now) {
        // That a call has expired is told at once.
        List<String> waiting = due.next()
                .filter(waits)
                .filter(call -> call.expiresAt().filter(now::isAfter).isEmpty())
                .map(WaitingCall::mailbox)
                .toList();
        if (waiting.isEmpty()) {
            return Map.of();
        }
        return handle
                .createQuery(Database.sql(statement))
                .bindArray("mailboxes", String.class, waiting)
                .bind("since", now.minus(timeout))
                .mapTo(UnconfirmedCall.class)
                .stream()
                .collect(Collectors.toMap(
                        UnconfirmedCall::mailbox,
                        call -> new CallWait(
                                what,
                                call.acceptedAt(),
                                Optional.of(call.acceptedAt().plus(timeout)))));
    }
}
