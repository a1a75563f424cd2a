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
 * Selects the parts of batches whose rows become commands next. One instance does it at a time. The parts of a batch are
 * released in order; batches alternate, so that a small one does not wait for a large one.
 *
 * <p>After a crash between accepting a part and marking it as released, the part is selected again; intake then recognizes
 * all its rows as redelivered.
 */
public final class BatchPartReleaser {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Database database;
    private final Wakeup releaseWakeup;
    private final JobLease lease;
    private final long maxOpenRows;
    private volatile String lastBatchId = "";

    /** The next part to release. Parts of cancelled batches are released, too: each row gets an outcome. */
    public record ReleasablePart(BatchPart part, Batch batch) {}

    /**
     * @param releaseWakeup wakes {@link #awaitPart}
     * @param leaseDuration until another instance may take over from one that does not renew
     * @param maxOpenRows while more commands of a batch than this wait for Linq or for confirmation, none of its parts is
     *     released. Delayed commands do not count: rows behind them may be due now
     */
    public BatchPartReleaser(
            Database database, Clock clock, Wakeup releaseWakeup, Duration leaseDuration, long maxOpenRows) {
        this.database = database;
        this.releaseWakeup = releaseWakeup;
        this.lease = new JobLease("release", clock, leaseDuration);
        this.maxOpenRows = maxOpenRows;
    }

    /**
     * Waits up to half a second for a part to release; empty also while another instance has the lease. Returns the same
     * part until {@link #markReleased}.
     *
     * @throws LedgerException when the database is unavailable
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
        // Without work, no lease is renewed: an idle instance writes nothing.
        if (waiting.isEmpty() || !lease.claimOrRenew(handle)) {
            return Optional.empty();
        }
        return inRoundRobinOrder(waiting)
                .filter(batch -> batch.cancelled() || !hasTooManyOpenRows(handle, batch))
                .flatMap(batch -> findFirstPart(handle, batch).stream())
                .findFirst();
    }

    private Stream<BatchRow> inRoundRobinOrder(List<BatchRow> byId) {
        String last = lastBatchId;
        return Stream.concat(
                byId.stream().filter(batch -> batch.batchId().compareTo(last) > 0),
                byId.stream().filter(batch -> batch.batchId().compareTo(last) <= 0));
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
     * Records that the part's rows are commands or refusals. Idempotent.
     *
     * @throws LedgerException when the database is unavailable
     */
    public void markReleased(BatchPart part) {
        LedgerTransaction.run(database, 3, "release a part of " + part.batchId(), handle -> handle.createUpdate(
                        Database.sql("batch/mark-part-released"))
                .bind("batchId", part.batchId())
                .bind("number", part.number())
                .execute());
    }

    /** Lets another instance take over without waiting for the lease to expire. */
    public void releaseLease() {
        lease.release(database);
    }
}
