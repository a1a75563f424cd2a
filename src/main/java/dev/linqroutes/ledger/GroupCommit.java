package dev.linqroutes.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/**
 * Commits what many threads bring in few transactions: while one commits, the next batch gathers.
 */
final class GroupCommit<T> {
    private static final int MOST_AT_ONCE = 500;

    /**
     * What comes so soon after the first goes with it. A transaction costs as much as a dozen items: measured at 1,000
     * calls/s, half of the machine's work went into transactions of five.
     */
    private static final long GATHER_MILLIS = 5;

    private final Database database;
    private final String what;
    private final BiConsumer<Handle, List<T>> work;
    private final BlockingQueue<Pending<T>> queue = new LinkedBlockingQueue<>();

    /** Of the batch in hand the one that has waited longest; empty when there is none. */
    private volatile Optional<Pending<T>> first = Optional.empty();

    private record Pending<T>(T item, CompletableFuture<Void> committed, long sinceNanos) {}

    /** @param what for the error message: "cannot WHAT" */
    GroupCommit(Database database, String what, BiConsumer<Handle, List<T>> work) {
        this.database = database;
        this.what = what;
        this.work = work;
        Thread committer = new Thread(this::commitForever, what);
        committer.setDaemon(true);
        committer.start();
    }

    /**
     * Done when the item is committed; fails with a {@link LedgerException} when it could not be. What depends on it runs
     * in the committing thread, so it must not wait for anything.
     */
    CompletableFuture<Void> submit(T item) {
        Pending<T> pending = new Pending<>(item, new CompletableFuture<>(), System.nanoTime());
        queue.add(pending);
        return pending.committed;
    }

    /**
     * Returns when the item is committed.
     *
     * @throws LedgerException when it could not be
     */
    void commit(T item) {
        try {
            submit(item).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LedgerException ledger) {
                throw new LedgerException(ledger.getMessage(), ledger);
            }
            throw e;
        }
    }

    /** How long the item has waited that has waited longest and is not committed yet. */
    Duration longestWait() {
        return first.or(() -> Optional.ofNullable(queue.peek()))
                .map(pending -> Duration.ofNanos(System.nanoTime() - pending.sinceNanos))
                .orElse(Duration.ZERO);
    }

    private void commitForever() {
        List<Pending<T>> batch = new ArrayList<>();
        while (true) {
            batch.clear();
            first = Optional.empty();
            try {
                batch.add(queue.take());
                first = Optional.of(batch.get(0));
                if (queue.size() < MOST_AT_ONCE) {
                    Thread.sleep(GATHER_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            queue.drainTo(batch, MOST_AT_ONCE - 1);
            commit(batch);
        }
    }

    private void commit(List<Pending<T>> batch) {
        try {
            LedgerTransaction.run(database, 3, what, handle -> {
                work.accept(handle, batch.stream().map(Pending::item).toList());
                return null;
            });
            batch.forEach(pending -> pending.committed.complete(null));
        } catch (LedgerException e) {
            if (batch.size() == 1 || !database.answers()) {
                batch.forEach(pending -> pending.committed.completeExceptionally(e));
            } else {
                // One bad item must not fail its neighbours.
                batch.forEach(pending -> commit(List.of(pending)));
            }
        } catch (RuntimeException | Error e) {
            // Whatever it was: a thread waits for each item, and more will come.
            batch.forEach(pending ->
                    pending.committed.completeExceptionally(new LedgerException("cannot " + what + ": " + e, e)));
        }
    }
}
