package dev.linqroutes.ledger;

import dev.linqroutes.ledger.OpsRowTypes.ExpiredCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Finished commands that came in no file, with their calls. */
final class CommandExpiry implements Expiry {
    private static final List<String> DONE = List.of("accepted", "confirmed", "expired", "cancelled");
    private static final List<String> FAILED = List.of("failed", "unconfirmed");

    private final Deque<Kept> turns = new ArrayDeque<>();

    private record Kept(String status, Duration time) {}

    CommandExpiry(Duration done, Duration failed) {
        DONE.forEach(status -> turns.add(new Kept(status, done)));
        FAILED.forEach(status -> turns.add(new Kept(status, failed)));
    }

    @Override
    public Map<String, Integer> deleteSome(Handle handle, Instant now) {
        // In turn: of one there may always be more.
        for (int i = 0; i < turns.size(); i++) {
            Kept kept = turns.remove();
            turns.add(kept);
            Map<String, Integer> rows = delete(handle, kept.status, now.minus(kept.time));
            if (!rows.isEmpty()) {
                return rows;
            }
        }
        return Map.of();
    }

    private static Map<String, Integer> delete(Handle handle, String status, Instant before) {
        List<ExpiredCommand> commands = handle.createQuery(Database.sql("lock-expired-commands"))
                .bind("status", status)
                .bind("before", before)
                .bind("limit", Retention.COMMANDS)
                .mapTo(ExpiredCommand.class)
                .list();
        return commands.isEmpty() ? Map.of() : ExpiredCommands.delete(handle, commands);
    }
}
