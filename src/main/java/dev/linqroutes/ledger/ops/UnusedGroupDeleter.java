package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Deletes groups and their mailboxes. A command for one of them may be accepted concurrently: intake locks the mailbox, or
 * the group of a delayed command, and checks afterwards that the group exists. Locked rows are skipped here.
 */
final class UnusedGroupDeleter {
    private UnusedGroupDeleter() {}

    /**
     * Deletes those of the mailboxes that have no command and no waiting call.
     *
     * @param rows deleted rows by table; updated by this method
     */
    static void delete(Handle handle, Collection<String> mailboxes, Map<String, Integer> rows) {
        if (mailboxes.isEmpty()) {
            return;
        }
        // A mailbox without a row could not be locked.
        handle.createUpdate(Database.sql("mailbox/insert-missing-mailboxes"))
                .bindArray("mailboxes", String.class, mailboxes)
                .execute();
        List<String> groups =
                lock(handle, "ops/lock-available-groups", lock(handle, "ops/lock-empty-mailboxes", mailboxes));
        for (Map.Entry<String, String> each :
                List.of(Map.entry("chat_group", "ops/delete-groups"), Map.entry("mailbox", "ops/delete-mailboxes"))) {
            int deleted = handle.createUpdate(Database.sql(each.getValue()))
                    .bindArray("mailboxes", String.class, groups)
                    .execute();
            rows.merge(each.getKey(), deleted, Integer::sum);
        }
    }

    private static List<String> lock(Handle handle, String statement, Collection<String> mailboxes) {
        return handle.createQuery(Database.sql(statement))
                .bindArray("mailboxes", String.class, mailboxes)
                .mapTo(String.class)
                .list();
    }
}
