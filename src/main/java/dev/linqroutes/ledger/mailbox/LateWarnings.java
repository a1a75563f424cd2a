package dev.linqroutes.ledger.mailbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.CommandWarnings;
import java.util.Map;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Warnings about commands that were accepted before: what has happened to their calls since. */
public final class LateWarnings {
    private LateWarnings() {}

    /**
     * Adds a warning to each command that has a row, and locks it.
     *
     * @param warnings by command id
     * @param isKnown whether the warnings of a command, a JSON array, say it already
     */
    public static void add(Handle handle, Map<String, String> warnings, Predicate<String> isKnown) {
        if (warnings.isEmpty()) {
            return;
        }
        PreparedBatch updates = handle.prepareBatch(Database.sql("mailbox/update-command-warnings"));
        handle
                .createQuery(Database.sql("mailbox/lock-command-warnings"))
                .bindArray("commandIds", String.class, warnings.keySet())
                .mapTo(CommandWarnings.class)
                .stream()
                .filter(row -> !isKnown.test(row.warnings()))
                .forEach(row -> updates.bind("commandId", row.commandId())
                        .bind(
                                "warnings",
                                ((ArrayNode) LedgerJson.read(row.warnings()))
                                        .add(warnings.get(row.commandId()))
                                        .toString())
                        .add());
        LedgerTransaction.execute(updates);
    }
}
