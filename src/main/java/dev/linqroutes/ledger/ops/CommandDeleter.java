package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.ops.OpsRowTypes.CommandToDelete;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Deletes commands with their calls, and the groups that are unused afterwards. */
final class CommandDeleter {
    private CommandDeleter() {}

    /**
     * @param commands locked by the transaction, not empty
     * @return deleted rows by table
     */
    static Map<String, Integer> delete(Handle handle, List<CommandToDelete> commands) {
        List<String> commandIds =
                commands.stream().map(CommandToDelete::commandId).toList();
        Map<String, Integer> rows = new TreeMap<>();
        rows.put("call", delete(handle, "ops/delete-calls", commandIds));
        rows.put("command", delete(handle, "ops/delete-commands", commandIds));
        List<String> unused = handle.createQuery(Database.sql("ops/unused-mailboxes"))
                .bindArray(
                        "mailboxes",
                        String.class,
                        new TreeSet<>(
                                commands.stream().map(CommandToDelete::mailbox).toList()))
                .mapTo(String.class)
                .list();
        UnusedGroupDeleter.delete(handle, unused, rows);
        return rows;
    }

    private static int delete(Handle handle, String statement, List<String> commandIds) {
        return handle.createUpdate(Database.sql(statement))
                .bindArray("commandIds", String.class, commandIds)
                .execute();
    }
}
