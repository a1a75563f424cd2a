package dev.linqroutes.ledger;

import dev.linqroutes.ledger.BatchRowTypes.BatchRow;
import dev.linqroutes.ledger.BatchRowTypes.PartRow;
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
public final class BatchRelease {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Database database;
    private final WorkSignal released;
    private final JobLease lease;
    private final long mostOpen;
    private volatile String last = "";

    /** A part whose turn it is; of a batch that was cancelled, too, so that each of its rows is told of. */
    public record Release(BatchPart part, Batch batch) {}

    /**
     * @param released wakes {@link #next}
     * @param lease how long another instance waits before it takes over from a silent one
     * @param mostOpen a batch with more commands than this that wait for Linq, or for what Linq did, gets no further ones.
     *     Commands that wait for their time do not count: behind them may be some whose time is now
     */
    public BatchRelease(Database database, Clock clock, WorkSignal released, Duration lease, long mostOpen) {
        this.database = database;
        this.released = released;
        this.lease = new JobLease("release", clock, lease);
        this.mostOpen = mostOpen;
    }

    /**
     * Waits for a part that may go, but not long; empty while another instance releases. The same part comes until it is
     * said to be released.
     *
     * @throws LedgerException when the database is away
     */
    public Optional<Release> next() throws InterruptedException {
        Optional<Release> next = find();
        if (next.isEmpty()) {
            released.await(POLL);
            next = find();
        }
        return next;
    }

    Optional<Release> find() {
        Optional<Release> next = LedgerTransaction.run(database, 3, "find parts to release", this::find);
        next.ifPresent(release -> last = release.batch().batchId());
        return next;
    }

    private Optional<Release> find(Handle handle) {
        List<BatchRow> waiting = handle.createQuery(Database.sql("batches-to-release"))
                .mapTo(BatchRow.class)
                .list();
        // An idle instance writes nothing.
        if (waiting.isEmpty() || !lease.hold(handle)) {
            return Optional.empty();
        }
        return inTurn(waiting)
                .filter(batch -> batch.cancelled() || !isFull(handle, batch))
                .flatMap(batch -> first(handle, batch).stream())
                .findFirst();
    }

    private Stream<BatchRow> inTurn(List<BatchRow> byId) {
        String before = last;
        return Stream.concat(
                byId.stream().filter(batch -> batch.batchId().compareTo(before) > 0),
                byId.stream().filter(batch -> batch.batchId().compareTo(before) <= 0));
    }

    private boolean isFull(Handle handle, BatchRow batch) {
        long open = handle.createQuery(Database.sql("batch-open-rows"))
                .bind("batchId", batch.batchId())
                .bind("limit", mostOpen + 1)
                .mapTo(Long.class)
                .one();
        return open > mostOpen;
    }

    private static Optional<Release> first(Handle handle, BatchRow batch) {
        return handle.createQuery(Database.sql("part-to-release"))
                .bind("batchId", batch.batchId())
                .mapTo(PartRow.class)
                .findOne()
                .map(row -> new Release(row.part(), batch.batch()));
    }

    /**
     * The part's rows are commands or refusals now. Once more changes nothing.
     *
     * @throws LedgerException when the database is away
     */
    public void released(BatchPart part) {
        LedgerTransaction.run(database, 3, "release a part of " + part.batchId(), handle -> handle.createUpdate(
                        Database.sql("part-released"))
                .bind("batchId", part.batchId())
                .bind("number", part.number())
                .execute());
    }

    /** Lets another instance release at once. */
    public void handOver() {
        lease.handOver(database);
    }
}
