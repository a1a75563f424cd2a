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
 * Batches work from many threads into few transactions: while one commits, the next batch accumulates. A bad item fails
 * alone; see {@link Bisection}. Closed with the database.
 */
public final class GroupCommit<T> {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MAX_BATCH_SIZE = 500;

    /** Time for the last commit when the database is closed; a hundred times what one takes. */
    private static final long CLOSE_TIMEOUT_MILLIS = 2_000;

    /**
     * How long a batch waits for more items after its first. A transaction costs as much as a dozen items: at 1,000 calls/s
     * and five items per transaction, transactions took half of the CPU time (measured).
     */
    private static final long LINGER_MILLIS = 5;

    private final Database database;
    private final String operation;
    private final BiConsumer<Handle, List<T>> work;
    private final BlockingQueue<Pending<T>> queue = new LinkedBlockingQueue<>();
    private final Pending<T> endMarker = new Pending<>(null, new CompletableFuture<>(), 0);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread committer;

    /** The oldest item of the batch that is being committed. */
    private volatile Optional<Pending<T>> oldest = Optional.empty();

    private record Pending<T>(T item, CompletableFuture<Void> committed, long sinceNanos) {}

    /**
     * @param operation for the error message "cannot OPERATION"; also the name of the committing thread
     * @param work may be rolled back and repeated: side effects belong after the commit ({@link Handle#afterCommit})
     */
    public GroupCommit(Database database, String operation, BiConsumer<Handle, List<T>> work) {
        this.database = database;
        this.operation = operation;
        this.work = work;
        this.committer = new Thread(this::commitUntilEnd, operation);
        committer.setDaemon(true);
        committer.start();
        database.beforeClose(this::close);
    }

    /**
     * Completes when the item is committed; fails with a {@link LedgerException}. Dependent stages run in the committing
     * thread and must not block.
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

    /** Commits the items submitted so far, within a time limit; later ones fail. */
    private void close() {
        closed.set(true);
        queue.add(endMarker);
        try {
            // No interrupt: H2 closes the file when a writing thread is interrupted.
            committer.join(CLOSE_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Age of the oldest item that is not committed. */
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
                Bisection.logFailure(LOG, "one item was left out of a group commit; the others are committed", error);
                bad.committed.completeExceptionally(error);
            });
        } catch (RuntimeException | Error e) {
            // A caller waits for each item, and the thread must survive for the next batch.
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
