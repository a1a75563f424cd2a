package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Makes mailboxes due when calls are put into them. */
public final class MailboxArrivals {
    private MailboxArrivals() {}

    /** Also locks the mailboxes: calls inserted after this get ids in the order in which they will be made. */
    public static void record(Handle handle, Collection<String> mailboxes, Instant now) {
        if (mailboxes.isEmpty()) {
            return;
        }
        // A consistent lock order prevents deadlocks.
        List<String> ordered = List.copyOf(new TreeSet<>(mailboxes));
        handle.createUpdate(Database.sql("mailbox/insert-mailboxes"))
                .bindArray("mailboxes", String.class, ordered)
                .execute();
        lock(handle, ordered);
        handle.createUpdate(Database.sql("mailbox/mark-mailboxes-due"))
                .bindArray("mailboxes", String.class, ordered)
                .bind("now", now)
                .execute();
    }

    /** Locks mailboxes in this order. */
    static void lock(Handle handle, List<String> mailboxes) {
        handle.createQuery(Database.sql("mailbox/lock-mailboxes"))
                .bindArray("mailboxes", String.class, mailboxes)
                .mapTo(String.class)
                .list();
    }
}
