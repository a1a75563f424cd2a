package dev.linqroutes.ledger;

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
final class GroupCommit<T> {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MOST_AT_ONCE = 500;

    /** What is in the database's hands when it is closed has so long, which is a hundred times what it takes. */
    private static final long ENDING_MILLIS = 2_000;

    /**
     * What comes so soon after the first goes with it. A transaction costs as much as a dozen items: measured at 1,000
     * calls/s, half of the machine's work went into transactions of five.
     */
    private static final long GATHER_MILLIS = 5;

    private final Database database;
    private final String what;
    private final BiConsumer<Handle, List<T>> work;
    private final BlockingQueue<Pending<T>> queue = new LinkedBlockingQueue<>();
    private final Pending<T> end = new Pending<>(null, new CompletableFuture<>(), 0);
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread committer;

    /** Of the batch in hand the one that has waited longest; empty when there is none. */
    private volatile Optional<Pending<T>> first = Optional.empty();

    private record Pending<T>(T item, CompletableFuture<Void> committed, long sinceNanos) {}

    /**
     * @param what for the error message: "cannot WHAT"
     * @param work may be done again or undone: what it counts or tells comes after the commit ({@link Handle#afterCommit})
     */
    GroupCommit(Database database, String what, BiConsumer<Handle, List<T>> work) {
        this.database = database;
        this.what = what;
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
    CompletableFuture<Void> submit(T item) {
        Pending<T> pending = new Pending<>(item, new CompletableFuture<>(), System.nanoTime());
        queue.add(pending);
        if (ended.get() && queue.remove(pending)) {
            pending.committed.completeExceptionally(closed());
        }
        return pending.committed;
    }

    private LedgerUnavailable closed() {
        return new LedgerUnavailable("cannot " + what + ": the ledger is closed", null);
    }

    /** Commits what is in hand; what comes after that is not committed. */
    private void close() {
        ended.set(true);
        queue.add(end);
        try {
            // Not interrupted: H2 closes a file that an interrupted thread writes.
            committer.join(ENDING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long the item has waited that has waited longest and is not committed yet. */
    Duration longestWait() {
        return first.or(() -> Optional.ofNullable(queue.peek()))
                .map(pending -> Duration.ofNanos(System.nanoTime() - pending.sinceNanos))
                .orElse(Duration.ZERO);
    }

    private void commitUntilEnd() {
        List<Pending<T>> batch = new ArrayList<>();
        boolean more = true;
        while (more) {
            batch.clear();
            first = Optional.empty();
            try {
                batch.add(queue.take());
                first = Optional.of(batch.get(0));
                if (queue.size() < MOST_AT_ONCE && !ended.get()) {
                    Thread.sleep(GATHER_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                more = false;
            }
            queue.drainTo(batch, MOST_AT_ONCE - 1);
            more = more && !batch.remove(end);
            if (!batch.isEmpty()) {
                commit(batch);
            }
        }
        ended.set(true);
        first = Optional.empty();
        List<Pending<T>> late = new ArrayList<>();
        queue.drainTo(late);
        late.forEach(pending -> pending.committed.completeExceptionally(closed()));
    }

    private void commit(List<Pending<T>> batch) {
        try {
            Halving.each(batch, this::commitTogether, (bad, error) -> {
                Halving.tell(LOG, "one of many could not be committed, and was left out", error);
                bad.committed.completeExceptionally(error);
            });
        } catch (RuntimeException | Error e) {
            // Whatever it was: a thread waits for each item, and more will come.
            batch.forEach(pending ->
                    pending.committed.completeExceptionally(new LedgerFault("cannot " + what + ": " + e, e)));
        }
    }

    private void commitTogether(List<Pending<T>> batch) {
        try {
            List<T> items = batch.stream().map(Pending::item).toList();
            LedgerTransaction.run(database, 3, what, handle -> {
                work.accept(handle, items);
                return null;
            });
            batch.forEach(pending -> pending.committed.complete(null));
        } catch (LedgerUnavailable e) {
            batch.forEach(pending -> pending.committed.completeExceptionally(e));
        }
    }
}
