package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.DueMailbox;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.WaitingCall;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Due mailboxes, locked, and the first of their waiting calls. Each reason to wait takes away the mailboxes that it defers; what is left
 * is leased.
 */
final class DueCalls {
    private List<DueMailbox> mailboxes;

    /** In order; never an empty list. */
    private final Map<String, List<WaitingCall>> byMailbox;

    /** @param byMailbox of a mailbox that is due for another reason there are none */
    DueCalls(List<DueMailbox> mailboxes, Map<String, List<WaitingCall>> byMailbox) {
        this.mailboxes = mailboxes;
        this.byMailbox = new HashMap<>(byMailbox);
    }

    boolean isEmpty() {
        return mailboxes.isEmpty();
    }

    List<DueMailbox> mailboxes() {
        return mailboxes;
    }

    List<String> names() {
        return mailboxes.stream().map(DueMailbox::mailbox).toList();
    }

    List<WaitingCall> of(String mailbox) {
        return byMailbox.getOrDefault(mailbox, List.of());
    }

    /** Of all mailboxes. */
    Stream<WaitingCall> all() {
        return byMailbox.values().stream().flatMap(List::stream);
    }

    /** The next call of each mailbox, in the order of the mailboxes. */
    Stream<WaitingCall> next() {
        return mailboxes.stream().flatMap(each -> of(each.mailbox()).stream().limit(1));
    }

    /** Changes what is loaded of each mailbox: texts of calls, or how many there are. At least one is left. */
    void replace(Function<List<WaitingCall>, List<WaitingCall>> change) {
        byMailbox.replaceAll((mailbox, calls) -> change.apply(calls));
    }

    /** Makes the mailboxes that wait due when it is time to look again. */
    void deferWaiting(Handle handle, Map<String, CallWait> waits, Instant now) {
        defer(handle, waits.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, wait -> wait.getValue()
                .recheckAt(now))));
    }

    /** Makes these due, each at its time. */
    void defer(Handle handle, Map<String, Instant> untilByMailbox) {
        if (untilByMailbox.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(Database.sql("mailbox/defer-mailbox"));
        untilByMailbox.forEach((mailbox, until) ->
                batch.bind("mailbox", mailbox).bind("until", until).add());
        LedgerTransaction.execute(batch);
        byMailbox.keySet().removeAll(untilByMailbox.keySet());
        mailboxes = mailboxes.stream()
                .filter(each -> !untilByMailbox.containsKey(each.mailbox()))
                .toList();
    }
}
