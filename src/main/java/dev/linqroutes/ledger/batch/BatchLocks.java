package dev.linqroutes.ledger.batch;

import dev.linqroutes.ledger.batch.BatchRowTypes.BatchRow;
import dev.linqroutes.ledger.db.Database;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Locks rows of batches. Consistent lock order prevents deadlocks: a batch before anything else, its parts last.
 */
public final class BatchLocks {
    private BatchLocks() {}

    public static Optional<BatchRow> lock(Handle handle, String batchId) {
        return lock(handle, List.of(batchId)).stream().findFirst();
    }

    /** Locks the batches and returns those that were cancelled. None can be cancelled until the transaction ends. */
    public static Set<String> lockCancelled(Handle handle, Collection<String> batchIds) {
        return batchIds.isEmpty()
                ? Set.of()
                : lock(handle, batchIds).stream()
                        .filter(BatchRow::cancelled)
                        .map(BatchRow::batchId)
                        .collect(Collectors.toSet());
    }

    private static List<BatchRow> lock(Handle handle, Collection<String> batchIds) {
        return handle.createQuery(Database.sql("batch/lock-batches"))
                .bindArray("batchIds", String.class, List.copyOf(batchIds))
                .mapTo(BatchRow.class)
                .list();
    }
}
