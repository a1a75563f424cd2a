package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.ops.OpsRowTypes.CommandToDelete;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Finished commands that came in no file, with their calls. */
public final class CommandRetention implements RetentionRule {
    private static final List<String> SUCCEEDED = List.of("accepted", "confirmed", "expired", "cancelled");
    private static final List<String> FAILED = List.of("failed", "unconfirmed");

    private final Deque<Period> periods = new ArrayDeque<>();

    private record Period(String status, Duration time) {}

    public CommandRetention(Duration done, Duration failed) {
        SUCCEEDED.forEach(status -> periods.add(new Period(status, done)));
        FAILED.forEach(status -> periods.add(new Period(status, failed)));
    }

    @Override
    public Map<String, Integer> deleteSome(Handle handle, Instant now) {
        // In turn: of one there may always be more.
        for (int i = 0; i < periods.size(); i++) {
            Period kept = periods.remove();
            periods.add(kept);
            Map<String, Integer> rows = delete(handle, kept.status, now.minus(kept.time));
            if (!rows.isEmpty()) {
                return rows;
            }
        }
        return Map.of();
    }

    private static Map<String, Integer> delete(Handle handle, String status, Instant before) {
        List<CommandToDelete> commands = handle.createQuery(Database.sql("ops/lock-old-commands"))
                .bind("status", status)
                .bind("before", before)
                .bind("limit", RetentionJob.MAX_COMMANDS)
                .mapTo(CommandToDelete.class)
                .list();
        return commands.isEmpty() ? Map.of() : CommandDeleter.delete(handle, commands);
    }
}
