package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Checks that groups still exist: since they were read they may have been merged into others, or deleted. */
public final class GroupLocks {
    private GroupLocks() {}

    /**
     * For groups whose mailboxes this transaction has locked.
     *
     * @throws LedgerTransaction.Conflict when one no longer exists
     */
    public static void requireExisting(Handle handle, Collection<String> mailboxes) {
        require(handle, "mailbox/existing-groups", mailboxes);
    }

    /**
     * For groups whose mailboxes are not locked: locks the groups themselves.
     *
     * @throws LedgerTransaction.Conflict when one no longer exists
     */
    public static void lockAndRequireExisting(Handle handle, Collection<String> mailboxes) {
        require(handle, "mailbox/lock-groups", mailboxes);
    }

    /** Those of the mailboxes that have no group. */
    public static Set<String> findMissing(Handle handle, Collection<String> mailboxes) {
        return findMissing(handle, "mailbox/existing-groups", mailboxes);
    }

    private static void require(Handle handle, String statement, Collection<String> mailboxes) {
        if (!findMissing(handle, statement, mailboxes).isEmpty()) {
            throw new LedgerTransaction.Conflict();
        }
    }

    private static Set<String> findMissing(Handle handle, String statement, Collection<String> mailboxes) {
        Set<String> missing = new TreeSet<>(mailboxes);
        if (!missing.isEmpty()) {
            handle.createQuery(Database.sql(statement))
                    .bindArray("mailboxes", String.class, missing)
                    .mapTo(String.class)
                    .list()
                    .forEach(missing::remove);
        }
        return missing;
    }
}
