package dev.linqroutes.ledger;

import dev.linqroutes.ledger.OpsRowTypes.ExpiredCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Files that are done, each as a whole: its results can be written again until it is {@code ending}, and from then on its file
 * is new. Then its commands go, its refusals, and in the end its parts and itself.
 */
final class BatchExpiry implements Expiry {
    private final Duration done;
    private final Duration failed;

    BatchExpiry(Duration done, Duration failed) {
        this.done = done;
        this.failed = failed;
    }

    @Override
    public Map<String, Integer> deleteSome(Handle handle, Instant now) {
        Instant before = now.minus(done);
        Optional<String> ending = find(handle.createQuery(Database.sql("lock-ending-batch")))
                .or(() -> find(handle.createQuery(Database.sql("lock-expired-batch"))
                        .bind("before", before)
                        .bind("failedBefore", now.minus(failed))
                        .bind("now", now)))
                .or(() -> find(
                        handle.createQuery(Database.sql("lock-abandoned-batch")).bind("before", before)));
        ending.ifPresent(batchId -> handle.createUpdate(Database.sql("end-batch"))
                .bind("batchId", batchId)
                .execute());
        return ending.map(batchId -> deleteOf(handle, batchId)).orElse(Map.of());
    }

    private static Optional<String> find(Query query) {
        return query.mapTo(String.class).findOne();
    }

    private static Map<String, Integer> deleteOf(Handle handle, String batchId) {
        List<ExpiredCommand> commands = handle.createQuery(Database.sql("lock-commands-of-ending-batch"))
                .bind("batchId", batchId)
                .bind("limit", Retention.COMMANDS)
                .mapTo(ExpiredCommand.class)
                .list();
        if (!commands.isEmpty()) {
            return ExpiredCommands.delete(handle, commands);
        }
        int refusals = handle.createUpdate(Database.sql("delete-refusals-of-batch"))
                .bind("batchId", batchId)
                .bind("limit", Retention.ROWS)
                .execute();
        if (refusals > 0) {
            return Map.of("refusal", refusals);
        }
        boolean hasCommands = handle.createQuery(Database.sql("count-rows-of-batch"))
                        .bind("batchId", batchId)
                        .mapTo(Integer.class)
                        .one()
                > 0;
        // Of a command that failed another call may still be asked about.
        return hasCommands
                ? Map.of()
                : Map.of(
                        "batch_part", delete(handle, "delete-batch-parts", batchId),
                        "batch", delete(handle, "delete-batch", batchId));
    }

    private static int delete(Handle handle, String statement, String batchId) {
        return handle.createUpdate(Database.sql(statement))
                .bind("batchId", batchId)
                .execute();
    }
}
