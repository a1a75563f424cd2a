package dev.linqroutes.ledger.db;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what many threads bring in few transactions: while one commits, the next batch gathers. One bad item fails alone:
 * its batch is halved until it is found. Ends with the database.
 */
public final class GroupCommit<T> {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MAX_BATCH_SIZE = 500;

    /** What is in the database's hands when it is closed has so long, which is a hundred times what it takes. */
    private static final long CLOSE_TIMEOUT_MILLIS = 2_000;

    /**
     * What comes so soon after the first goes with it. A transaction costs as much as a dozen items: measured at 1,000
     * calls/s, half of the machine's work went into transactions of five.
     */
    private static final long LINGER_MILLIS = 5;

    private final Database database;
    private final String operation;
    private final BiConsumer<Handle, List<T>> work;
    private final BlockingQueue<Pending<T>> queue = new LinkedBlockingQueue<>();
    private final Pending<T> endMarker = new Pending<>(null, new CompletableFuture<>(), 0);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread committer;

    /** Of the batch in hand the one that has waited longest; empty when there is none. */
    private volatile Optional<Pending<T>> oldest = Optional.empty();

    private record Pending<T>(T item, CompletableFuture<Void> committed, long sinceNanos) {}

    /**
     * @param what for the error message: "cannot WHAT"
     * @param work may be done again or undone: what it counts or tells comes after the commit ({@link Handle#afterCommit})
     */
    public GroupCommit(Database database, String what, BiConsumer<Handle, List<T>> work) {
        this.database = database;
        this.operation = what;
        this.work = work;
        this.committer = new Thread(this::commitUntilEnd, what);
        committer.setDaemon(true);
        committer.start();
        database.beforeClose(this::close);
    }

    /**
     * Done when the item is committed; fails with a {@link LedgerException} when it could not be. What depends on it runs
     * in the committing thread, so it must not wait for anything.
     */
    public CompletableFuture<Void> submit(T item) {
        Pending<T> pending = new Pending<>(item, new CompletableFuture<>(), System.nanoTime());
        queue.add(pending);
        if (closed.get() && queue.remove(pending)) {
            pending.committed.completeExceptionally(closedException());
        }
        return pending.committed;
    }

    private LedgerUnavailable closedException() {
        return new LedgerUnavailable("cannot " + operation + ": the ledger is closed", null);
    }

    /** Commits what is in hand; what comes after that is not committed. */
    private void close() {
        closed.set(true);
        queue.add(endMarker);
        try {
            // Not interrupted: H2 closes a file that an interrupted thread writes.
            committer.join(CLOSE_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long the item has waited that has waited longest and is not committed yet. */
    public Duration longestWait() {
        return oldest.or(() -> Optional.ofNullable(queue.peek()))
                .map(pending -> Duration.ofNanos(System.nanoTime() - pending.sinceNanos))
                .orElse(Duration.ZERO);
    }

    private void commitUntilEnd() {
        List<Pending<T>> batch = new ArrayList<>();
        boolean more = true;
        while (more) {
            batch.clear();
            oldest = Optional.empty();
            try {
                batch.add(queue.take());
                oldest = Optional.of(batch.get(0));
                if (queue.size() < MAX_BATCH_SIZE && !closed.get()) {
                    Thread.sleep(LINGER_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                more = false;
            }
            queue.drainTo(batch, MAX_BATCH_SIZE - 1);
            more = more && !batch.remove(endMarker);
            if (!batch.isEmpty()) {
                commitIsolatingFailures(batch);
            }
        }
        closed.set(true);
        oldest = Optional.empty();
        List<Pending<T>> late = new ArrayList<>();
        queue.drainTo(late);
        late.forEach(pending -> pending.committed.completeExceptionally(closedException()));
    }

    private void commitIsolatingFailures(List<Pending<T>> batch) {
        try {
            Bisection.isolateFailures(batch, this::commitBatch, (bad, error) -> {
                Bisection.logFailure(LOG, "one of many could not be committed, and was left out", error);
                bad.committed.completeExceptionally(error);
            });
        } catch (RuntimeException | Error e) {
            // Whatever it was: a thread waits for each item, and more will come.
            batch.forEach(pending ->
                    pending.committed.completeExceptionally(new LedgerFault("cannot " + operation + ": " + e, e)));
        }
    }

    private void commitBatch(List<Pending<T>> batch) {
        try {
            List<T> items = batch.stream().map(Pending::item).toList();
            LedgerTransaction.run(database, 3, operation, handle -> {
                work.accept(handle, items);
                return null;
            });
            batch.forEach(pending -> pending.committed.complete(null));
        } catch (LedgerUnavailable e) {
            batch.forEach(pending -> pending.committed.completeExceptionally(e));
        }
    }
}
