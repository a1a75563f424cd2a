package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Makes mailboxes due when calls are put into them. */
public final class MailboxArrivals {
    private MailboxArrivals() {}

    /** Also locks the mailboxes: calls inserted after this get ids in the order in which they will be made. */
    public static void record(Handle handle, Collection<String> mailboxes, Instant now) {
        PreparedBatch newMailboxes = handle.prepareBatch(Database.sql("mailbox/insert-mailbox"));
        PreparedBatch arrived = handle.prepareBatch(Database.sql("mailbox/mark-mailbox-due"));
        // A consistent lock order prevents deadlocks.
        for (String mailbox : new TreeSet<>(mailboxes)) {
            newMailboxes.bind("mailbox", mailbox).add();
            arrived.bind("mailbox", mailbox).bind("now", now).add();
        }
        LedgerTransaction.execute(newMailboxes);
        LedgerTransaction.execute(arrived);
    }
}
