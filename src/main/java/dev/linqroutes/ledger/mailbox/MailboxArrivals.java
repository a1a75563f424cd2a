package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Makes mailboxes due when calls are put into them. */
public final class MailboxArrivals {
    private MailboxArrivals() {}

    /** Also locks the mailboxes: calls inserted after this get ids in the order in which they will be made. */
    public static void record(Handle handle, Collection<String> mailboxes, Instant now) {
        if (mailboxes.isEmpty()) {
            return;
        }
        List<String> ordered = MailboxLocks.ordered(mailboxes);
        handle.createUpdate(Database.sql("mailbox/insert-mailboxes"))
                .bindArray("mailboxes", String.class, ordered)
                .execute();
        MailboxLocks.lock(handle, ordered);
        handle.createUpdate(Database.sql("mailbox/mark-mailboxes-due"))
                .bindArray("mailboxes", String.class, ordered)
                .bind("now", now)
                .execute();
    }
}
