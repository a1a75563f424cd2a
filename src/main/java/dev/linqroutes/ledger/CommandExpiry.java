package dev.linqroutes.ledger;

import dev.linqroutes.ledger.RowTypes.ExpiredCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Finished commands that came in no file, with their calls. */
final class CommandExpiry implements Expiry {
    private static final List<String> DONE = List.of("accepted", "confirmed", "expired", "cancelled");
    private static final List<String> FAILED = List.of("failed", "unconfirmed");

    private final Duration done;
    private final Duration failed;

    CommandExpiry(Duration done, Duration failed) {
        this.done = done;
        this.failed = failed;
    }

    @Override
    public Map<String, Integer> deleteSome(Handle handle, Instant now) {
        for (String status : DONE) {
            Map<String, Integer> rows = delete(handle, status, now.minus(done));
            if (!rows.isEmpty()) {
                return rows;
            }
        }
        for (String status : FAILED) {
            Map<String, Integer> rows = delete(handle, status, now.minus(failed));
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
