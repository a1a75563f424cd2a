package dev.linqroutes.ledger.batch;

import dev.linqroutes.ledger.batch.BatchRowTypes.BatchRow;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Lets one instance at a time write the results of a batch, and finishes the batch when they are written.
 *
 * <p>Thread-safe. Every method throws a {@link LedgerException} when the database is unavailable.
 */
public final class ResultsLease {
    private final Database database;
    private final OutboxTopics topics;
    private final Clock clock;
    private final Duration leaseDuration;
    private final Wakeup relayWakeup;
    private final String owner = UUID.randomUUID().toString();

    /**
     * @param leaseDuration until another instance may start over from one that does not renew
     * @param relayWakeup signalled when there is an outcome to relay
     */
    public ResultsLease(
            Database database, OutboxTopics topics, Clock clock, Duration leaseDuration, Wakeup relayWakeup) {
        this.database = database;
        this.topics = topics;
        this.clock = clock;
        this.leaseDuration = leaseDuration;
        this.relayWakeup = relayWakeup;
    }

    /** Claims or renews the lease on a batch that was read to its end; false while another instance has it. */
    public boolean claimOrRenew(String batchId) {
        Instant now = clock.instant();
        return LedgerTransaction.run(database, 3, "lease batch " + batchId, handle -> handle.createUpdate(
                                Database.sql("batch/claim-results-lease"))
                        .bind("batchId", batchId)
                        .bind("owner", owner)
                        .bind("now", now)
                        .bind("until", now.plus(leaseDuration))
                        .execute())
                == 1;
    }

    public void release(String batchId) {
        LedgerTransaction.run(database, 3, "release batch " + batchId, handle -> handle.createUpdate(
                        Database.sql("batch/release-batch-lease"))
                .bind("batchId", batchId)
                .bind("owner", owner)
                .execute());
    }

    /**
     * Marks a batch as done after its results were written, and adds its summary outcome. A batch that is done already does
     * not change.
     *
     * @param counts how many rows of the results have which status
     * @return whether the batch is done; if false, its results must be written again: a retry reopened it meanwhile, or this
     *     instance lost the lease
     */
    public boolean finishBatch(String batchId, Map<String, Long> counts) {
        boolean done = LedgerTransaction.run(
                database, 3, "finish batch " + batchId, handle -> finishBatch(handle, batchId, counts));
        relayWakeup.signal();
        return done;
    }

    private boolean finishBatch(Handle handle, String batchId, Map<String, Long> counts) {
        Optional<BatchRow> locked = BatchLocks.lock(handle, batchId);
        // A separate statement after the lock: it sees rows that the previous holder of the lock has reopened.
        if (locked.isEmpty()
                || !locked.get().owner().equals(Optional.of(owner))
                || BatchStateReader.findCompleted(handle, Set.of(batchId)).isEmpty()) {
            return false;
        }
        BatchRow batch = locked.get();
        if (batch.status() == BatchStatus.WORKING) {
            Instant now = clock.instant();
            int finishes = batch.finishes() + 1;
            handle.createUpdate(Database.sql("batch/mark-batch-done"))
                    .bind("batchId", batchId)
                    .bind("counts", LedgerJson.write(counts))
                    .bind("finishes", finishes)
                    .bind("now", now)
                    .execute();
            OutboxRecord.insert(
                    handle, List.of(BatchOutcomeMapper.ofFinished(batch, counts, finishes, topics.outcomes(), now)));
        }
        return true;
    }
}
