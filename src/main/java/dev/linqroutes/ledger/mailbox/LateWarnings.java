package dev.linqroutes.ledger.mailbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.CommandWarnings;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Warnings about commands that were accepted before: what has happened to their calls since. */
public final class LateWarnings {
    private LateWarnings() {}

    /**
     * Adds warnings to commands that have a row, and locks them.
     *
     * @param warnings by command id
     * @param lockedNext commands that the transaction locks after this: they are locked together with those that are warned of, because
     *     a consistent lock order prevents deadlocks
     * @param isKnown whether the warnings of a command, a JSON array, say it already
     */
    public static void add(
            Handle handle,
            Map<String, List<String>> warnings,
            Collection<String> lockedNext,
            Predicate<String> isKnown) {
        if (warnings.isEmpty()) {
            return;
        }
        Set<String> locked = new HashSet<>(lockedNext);
        locked.addAll(warnings.keySet());
        PreparedBatch updates = handle.prepareBatch(Database.sql("mailbox/update-command-warnings"));
        handle
                .createQuery(Database.sql("mailbox/lock-command-warnings"))
                .bindArray("commandIds", String.class, locked)
                .mapTo(CommandWarnings.class)
                .stream()
                .filter(row -> warnings.containsKey(row.commandId()) && !isKnown.test(row.warnings()))
                .forEach(row -> {
                    ArrayNode known = (ArrayNode) LedgerJson.read(row.warnings());
                    warnings.get(row.commandId()).forEach(known::add);
                    updates.bind("commandId", row.commandId())
                            .bind("warnings", known.toString())
                            .add();
                });
        LedgerTransaction.execute(updates);
    }
}
