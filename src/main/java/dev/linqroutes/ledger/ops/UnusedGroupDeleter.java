package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Deletes groups and their mailboxes. A command may be accepted for one of them at the same moment: whoever accepts has the
 * mailbox locked, or the group if the command is delayed, and looks afterwards whether the group is there. Locked rows are passed
 * over.
 */
final class UnusedGroupDeleter {
    private UnusedGroupDeleter() {}

    /**
     * Those that have no command and nothing waiting, of these.
     *
     * @param rows to which the numbers of deleted rows are added
     */
    static void delete(Handle handle, Collection<String> mailboxes, Map<String, Integer> rows) {
        if (mailboxes.isEmpty()) {
            return;
        }
        // Without a row of its mailbox there would be nothing to lock.
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
