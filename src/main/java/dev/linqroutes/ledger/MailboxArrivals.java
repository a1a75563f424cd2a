package dev.linqroutes.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Makes mailboxes due when calls are put into them. */
final class MailboxArrivals {
    private MailboxArrivals() {}

    /** Locks the mailboxes: the ids that calls get after this are the order in which they are worked. */
    static void record(Handle handle, Collection<String> mailboxes, Instant now) {
        PreparedBatch newMailboxes = handle.prepareBatch(Database.sql("insert-mailbox"));
        PreparedBatch arrived = handle.prepareBatch(Database.sql("mail-arrived"));
        // A consistent lock order prevents deadlocks.
        for (String mailbox : new TreeSet<>(mailboxes)) {
            newMailboxes.bind("mailbox", mailbox).add();
            arrived.bind("mailbox", mailbox).bind("now", now).add();
        }
        LedgerTransaction.execute(newMailboxes);
        LedgerTransaction.execute(arrived);
    }
}
