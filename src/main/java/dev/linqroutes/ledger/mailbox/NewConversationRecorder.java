package dev.linqroutes.ledger.mailbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.CommandWarnings;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Counts the new conversations among calls that Linq has accepted, and warns the producers of those above Linq's advice. */
final class NewConversationRecorder {
    private final NewConversations conversations;

    NewConversationRecorder(NewConversations conversations) {
        this.conversations = conversations;
    }

    /** @param accepted calls that were not recorded before, in their order */
    void record(Handle handle, List<PendingResult> accepted, Instant now) {
        List<PendingResult> started = accepted.stream()
                .filter(each -> each.call().kind().startsConversation()
                        && each.mailbox().line().isPresent())
                .toList();
        Map<String, Integer> byLine = new HashMap<>();
        started.forEach(each -> byLine.merge(line(each), 1, Integer::sum));
        Map<String, Long> totals = conversations.record(handle, byLine, now);
        Map<String, String> warnings = new TreeMap<>();
        Map<String, Long> numbers = new HashMap<>();
        for (PendingResult each : started) {
            String line = line(each);
            long number = numbers.merge(line, totals.get(line) - byLine.get(line) + 1, (before, first) -> before + 1);
            if (conversations.isAboveAdvice(number)) {
                warnings.putIfAbsent(each.call().commandId(), conversations.describe(number));
            }
        }
        addWarnings(handle, warnings);
    }

    private static String line(PendingResult each) {
        return each.mailbox().line().orElseThrow();
    }

    private static void addWarnings(Handle handle, Map<String, String> warnings) {
        if (warnings.isEmpty()) {
            return;
        }
        PreparedBatch updates = handle.prepareBatch(Database.sql("mailbox/update-command-warnings"));
        handle
                .createQuery(Database.sql("mailbox/lock-command-warnings"))
                .bindArray("commandIds", String.class, warnings.keySet())
                .mapTo(CommandWarnings.class)
                .stream()
                // One is enough for a command that adds many people.
                .filter(row -> !row.warnings().contains(NewConversations.SETTING))
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
