package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Locks mailboxes, always in the same order: this prevents deadlocks. */
public final class MailboxLocks {
    private MailboxLocks() {}

    /**
     * Locks mailboxes, and inserts missing ones, of which all commands are delayed: no other transaction can insert them in the
     * meantime. Not inserted is one without a group: it was merged into another.
     */
    public static void insertMissingAndLock(Handle handle, Collection<String> mailboxes) {
        handle.createUpdate(Database.sql("mailbox/insert-missing-mailboxes"))
                .bindArray("mailboxes", String.class, mailboxes)
                .execute();
        lock(handle, ordered(mailboxes));
    }

    /** Locks those of the mailboxes that are not leased, and cannot be until this transaction ends. */
    public static List<String> lockIdle(Handle handle, Collection<String> mailboxes) {
        return handle.createQuery(Database.sql("mailbox/lock-idle-mailboxes"))
                .bindArray("mailboxes", String.class, mailboxes)
                .mapTo(String.class)
                .list();
    }

    /** The order in which mailboxes are inserted and locked. */
    static List<String> ordered(Collection<String> mailboxes) {
        return List.copyOf(new TreeSet<>(mailboxes));
    }

    /** Locks mailboxes in this order. */
    static void lock(Handle handle, List<String> ordered) {
        handle.createQuery(Database.sql("mailbox/lock-mailboxes"))
                .bindArray("mailboxes", String.class, ordered)
                .mapTo(String.class)
                .list();
    }
}
