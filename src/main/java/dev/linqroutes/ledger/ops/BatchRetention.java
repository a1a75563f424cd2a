package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.ops.OpsRowTypes.CommandToDelete;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Deletes finished batches. A batch is first marked as {@code ending}: from then on its file counts as new. Its commands are
 * deleted next, then its refusals, then its parts and itself.
 */
public final class BatchRetention implements RetentionRule {
    private final Duration finishedPeriod;
    private final Duration failedPeriod;

    /**
     * @param finished how long a batch is kept without failed rows
     * @param failed how long a batch is kept with failed rows
     */
    public BatchRetention(Duration finished, Duration failed) {
        this.finishedPeriod = finished;
        this.failedPeriod = failed;
    }

    @Override
    public Map<String, Integer> deleteSome(Handle handle, Instant now) {
        Instant before = now.minus(finishedPeriod);
        Optional<String> ending = find(handle.createQuery(Database.sql("ops/lock-ending-batch")))
                .or(() -> find(handle.createQuery(Database.sql("ops/lock-old-batch"))
                        .bind("before", before)
                        .bind("failedBefore", now.minus(failedPeriod))
                        .bind("now", now)))
                .or(() -> find(handle.createQuery(Database.sql("ops/lock-abandoned-batch"))
                        .bind("before", before)));
        ending.ifPresent(batchId -> handle.createUpdate(Database.sql("ops/mark-batch-ending"))
                .bind("batchId", batchId)
                .execute());
        return ending.map(batchId -> deleteSomeOf(handle, batchId)).orElse(Map.of());
    }

    private static Optional<String> find(Query query) {
        return query.mapTo(String.class).findOne();
    }

    private static Map<String, Integer> deleteSomeOf(Handle handle, String batchId) {
        List<CommandToDelete> commands = handle.createQuery(Database.sql("ops/lock-commands-of-ending-batch"))
                .bind("batchId", batchId)
                .bind("limit", RetentionJob.MAX_COMMANDS)
                .mapTo(CommandToDelete.class)
                .list();
        if (!commands.isEmpty()) {
            return CommandDeleter.delete(handle, commands);
        }
        int refusals = handle.createUpdate(Database.sql("ops/delete-refusals-of-batch"))
                .bind("batchId", batchId)
                .bind("limit", RetentionJob.MAX_ROWS)
                .execute();
        if (refusals > 0) {
            return Map.of("refusal", refusals);
        }
        boolean hasCommands = handle.createQuery(Database.sql("ops/count-commands-of-batch"))
                        .bind("batchId", batchId)
                        .mapTo(Integer.class)
                        .one()
                > 0;
        // A failed command may have a call that still waits for confirmation.
        return hasCommands
                ? Map.of()
                : Map.of(
                        "batch_part", delete(handle, "batch/delete-batch-parts", batchId),
                        "batch", delete(handle, "batch/delete-batch", batchId));
    }

    private static int delete(Handle handle, String statement, String batchId) {
        return handle.createUpdate(Database.sql(statement))
                .bind("batchId", batchId)
                .execute();
    }
}
