package dev.linqroutes.ledger.batch;

import dev.linqroutes.ledger.batch.BatchRowTypes.BatchRow;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.JobLease;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.Wakeup;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Releases the parts of batches, for their rows to become commands. One instance does it at a time. The parts of a batch go
 * in order; batches take turns, so that a small one does not wait for a large one.
 *
 * <p>A part that was accepted, but not said to be released before a crash, comes again; all of its rows are then repeats.
 */
public final class BatchPartReleaser {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Database database;
    private final Wakeup releaseWakeup;
    private final JobLease lease;
    private final long maxOpenRows;
    private volatile String lastBatchId = "";

    /** A part whose turn it is; of a batch that was cancelled, too, so that each of its rows is told of. */
    public record ReleasablePart(BatchPart part, Batch batch) {}

    /**
     * @param released wakes {@link #awaitPart}
     * @param lease how long another instance waits before it takes over from a silent one
     * @param mostOpen a batch with more commands than this that wait for Linq, or for what Linq did, gets no further ones.
     *     Commands that wait for their time do not count: behind them may be some whose time is now
     */
    public BatchPartReleaser(Database database, Clock clock, Wakeup released, Duration lease, long mostOpen) {
        this.database = database;
        this.releaseWakeup = released;
        this.lease = new JobLease("release", clock, lease);
        this.maxOpenRows = mostOpen;
    }

    /**
     * Waits for a part that may go, but not long; empty while another instance releases. The same part comes until it is
     * said to be released.
     *
     * @throws LedgerException when the database is away
     */
    public Optional<ReleasablePart> awaitPart() throws InterruptedException {
        Optional<ReleasablePart> next = findNextPart();
        if (next.isEmpty()) {
            releaseWakeup.await(POLL);
            next = findNextPart();
        }
        return next;
    }

    public Optional<ReleasablePart> findNextPart() {
        Optional<ReleasablePart> next = LedgerTransaction.run(database, 3, "find parts to release", this::findNextPart);
        next.ifPresent(release -> lastBatchId = release.batch().batchId());
        return next;
    }

    private Optional<ReleasablePart> findNextPart(Handle handle) {
        List<BatchRow> waiting = handle.createQuery(Database.sql("batch/batches-to-release"))
                .mapTo(BatchRow.class)
                .list();
        // An idle instance writes nothing.
        if (waiting.isEmpty() || !lease.claimOrRenew(handle)) {
            return Optional.empty();
        }
        return inRoundRobinOrder(waiting)
                .filter(batch -> batch.cancelled() || !hasTooManyOpenRows(handle, batch))
                .flatMap(batch -> findFirstPart(handle, batch).stream())
                .findFirst();
    }

    private Stream<BatchRow> inRoundRobinOrder(List<BatchRow> byId) {
        String before = lastBatchId;
        return Stream.concat(
                byId.stream().filter(batch -> batch.batchId().compareTo(before) > 0),
                byId.stream().filter(batch -> batch.batchId().compareTo(before) <= 0));
    }

    private boolean hasTooManyOpenRows(Handle handle, BatchRow batch) {
        long open = handle.createQuery(Database.sql("batch/count-open-rows"))
                .bind("batchId", batch.batchId())
                .bind("limit", maxOpenRows + 1)
                .mapTo(Long.class)
                .one();
        return open > maxOpenRows;
    }

    private static Optional<ReleasablePart> findFirstPart(Handle handle, BatchRow batch) {
        return handle.createQuery(Database.sql("batch/part-to-release"))
                .bind("batchId", batch.batchId())
                .mapTo(BatchPart.class)
                .findOne()
                .map(part -> new ReleasablePart(part, batch.batch()));
    }

    /**
     * The part's rows are commands or refusals now. Once more changes nothing.
     *
     * @throws LedgerException when the database is away
     */
    public void markReleased(BatchPart part) {
        LedgerTransaction.run(database, 3, "release a part of " + part.batchId(), handle -> handle.createUpdate(
                        Database.sql("batch/mark-part-released"))
                .bind("batchId", part.batchId())
                .bind("number", part.number())
                .execute());
    }

    /** Lets another instance release at once. */
    public void releaseLease() {
        lease.release(database);
    }
}
