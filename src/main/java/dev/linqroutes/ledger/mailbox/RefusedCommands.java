package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.RefusedCommand;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Why commands that others refer to were refused. */
public final class RefusedCommands {
    /** The outcome of what refers to it is about that command, not about this one. */
    private static final int MAX_REASON_LENGTH = 300;

    private RefusedCommands() {}

    /**
     * Reads nothing unless there is an id.
     *
     * @param commandIds of commands that the ledger has not accepted
     * @return by id, for those that were refused, where and for what first reason
     */
    public static Map<String, String> find(Handle handle, Collection<String> commandIds) {
        Map<String, String> reasons = new HashMap<>();
        if (!commandIds.isEmpty()) {
            handle.createQuery(Database.sql("mailbox/find-refused-commands"))
                    .bindArray("commandIds", String.class, commandIds)
                    .mapTo(RefusedCommand.class)
                    .forEach(row -> reasons.put(row.commandId(), describe(row)));
        }
        return reasons;
    }

    private static String describe(RefusedCommand row) {
        var first = LedgerJson.read(row.problems()).path(0);
        String where = first.path("where").asText();
        String reason =
                (where.isEmpty() ? "" : where + ": ") + first.path("message").asText();
        return "at " + row.place() + ": "
                + (reason.length() <= MAX_REASON_LENGTH ? reason : reason.substring(0, MAX_REASON_LENGTH) + "…");
    }
}
