package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.model.CommandStatus;
import dev.linqroutes.ledger.ops.OpsRowTypes.CommandToDelete;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Deletes finished commands that did not come in a file, with their calls. */
public final class CommandRetention implements RetentionRule {
    private static final Set<CommandStatus> KEPT_AS_FAILED =
            EnumSet.of(CommandStatus.FAILED, CommandStatus.UNCONFIRMED);

    private final Deque<Period> periods = new ArrayDeque<>();

    private record Period(CommandStatus status, Duration time) {}

    public CommandRetention(Duration finished, Duration failed) {
        Arrays.stream(CommandStatus.values())
                .filter(status -> !status.isOpen())
                .forEach(
                        status -> periods.add(new Period(status, KEPT_AS_FAILED.contains(status) ? failed : finished)));
    }

    @Override
    public Map<String, Integer> deleteSome(Handle handle, Instant now) {
        // Round-robin over the statuses, so that a frequent one does not starve the others.
        for (int i = 0; i < periods.size(); i++) {
            Period period = periods.remove();
            periods.add(period);
            Map<String, Integer> rows = delete(handle, period.status, now.minus(period.time));
            if (!rows.isEmpty()) {
                return rows;
            }
        }
        return Map.of();
    }

    private static Map<String, Integer> delete(Handle handle, CommandStatus status, Instant before) {
        List<CommandToDelete> commands = handle.createQuery(Database.sql("ops/lock-old-commands"))
                .bind("status", status.word())
                .bind("before", before)
                .bind("limit", RetentionJob.MAX_COMMANDS)
                .mapTo(CommandToDelete.class)
                .list();
        return commands.isEmpty() ? Map.of() : CommandDeleter.delete(handle, commands);
    }
}
