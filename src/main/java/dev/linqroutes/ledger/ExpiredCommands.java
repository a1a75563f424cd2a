package dev.linqroutes.ledger;

import dev.linqroutes.ledger.OpsRowTypes.ExpiredCommand;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Deletes commands with their calls, and the groups that are not needed any more when these are gone. */
final class ExpiredCommands {
    private ExpiredCommands() {}

    /**
     * @param commands locked, not empty
     * @return how many rows of which table
     */
    static Map<String, Integer> delete(Handle handle, List<ExpiredCommand> commands) {
        List<String> commandIds =
                commands.stream().map(ExpiredCommand::commandId).toList();
        Map<String, Integer> rows = new TreeMap<>();
        rows.put("call", delete(handle, "delete-calls", commandIds));
        rows.put("command", delete(handle, "delete-commands", commandIds));
        List<String> unused = handle.createQuery(Database.sql("unused-mailboxes"))
                .bindArray(
                        "mailboxes",
                        String.class,
                        new TreeSet<>(
                                commands.stream().map(ExpiredCommand::mailbox).toList()))
                .mapTo(String.class)
                .list();
        UnusedGroups.delete(handle, unused, rows);
        return rows;
    }

    private static int delete(Handle handle, String statement, List<String> commandIds) {
        return handle.createUpdate(Database.sql(statement))
                .bindArray("commandIds", String.class, commandIds)
                .execute();
    }
}
