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
 * Lets one instance at a time write the results of a batch, and ends the batch when they are written.
 *
 * <p>Thread-safe. Every method throws a {@link LedgerException} when the database is away.
 */
public final class ResultsLease {
    private final Database database;
    private final OutboxTopics topics;
    private final Clock clock;
    private final Duration leaseDuration;
    private final Wakeup relayWakeup;
    private final String owner = UUID.randomUUID().toString();

    /**
     * @param lease how long a writer may be silent before another one begins anew
     * @param relay raised when there is an outcome to relay
     */
    public ResultsLease(Database database, OutboxTopics topics, Clock clock, Duration lease, Wakeup relay) {
        this.database = database;
        this.topics = topics;
        this.clock = clock;
        this.leaseDuration = lease;
        this.relayWakeup = relay;
    }

    /** Whether this instance may write now; if so, for as long again. Only of a batch that was read to its end. */
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

    /** Lets another instance write. */
    public void release(String batchId) {
        LedgerTransaction.run(database, 3, "release batch " + batchId, handle -> handle.createUpdate(
                        Database.sql("batch/release-batch-lease"))
                .bind("batchId", batchId)
                .bind("owner", owner)
                .execute());
    }

    /**
     * The results are written: the batch is done, and there is a summary outcome. Only if it was worked and is settled, and
     * this instance still has the lease; a batch that is done already stays as it is.
     *
     * @param countsOfRows how many rows have which status, as the results say
     * @return whether the batch is done; if not, its results have to be written again: it was opened again meanwhile, or
     *     another instance writes them
     */
    public boolean finishBatch(String batchId, Map<String, Long> countsOfRows) {
        boolean done = LedgerTransaction.run(
                database, 3, "finish batch " + batchId, handle -> finishBatch(handle, batchId, countsOfRows));
        relayWakeup.signal();
        return done;
    }

    private boolean finishBatch(Handle handle, String batchId, Map<String, Long> counts) {
        Optional<BatchRow> locked = BatchLocks.lock(handle, batchId);
        // A statement of its own: it sees what whoever had the lock before has opened again.
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
