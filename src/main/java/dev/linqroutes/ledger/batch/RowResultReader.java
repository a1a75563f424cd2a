package dev.linqroutes.ledger.batch;

import dev.linqroutes.ledger.batch.BatchRowTypes.CommandResultRow;
import dev.linqroutes.ledger.batch.BatchRowTypes.RefusalResultRow;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.LongFunction;

/** Reads the results of the rows of a batch in pages, with constant memory. */
public final class RowResultReader {
    private static final int PAGE_SIZE = 1_000;

    private final Database database;

    public RowResultReader(Database database) {
        this.database = database;
    }

    /**
     * The rows that are commands or refusals, in the order of the file.
     *
     * @throws LedgerException here or from the iterator, when the database is unavailable
     */
    public Iterator<RowResult> read(String batchId) {
        return new MergedResults(
                new PagedResults(after ->
                        readPage(batchId, after, "batch/command-results", CommandResultRow.class, RowResultMapper::of)),
                new PagedResults(after -> readPage(
                        batchId, after, "batch/refusal-results", RefusalResultRow.class, RowResultMapper::of)));
    }

    private <R> List<RowResult> readPage(
            String batchId, long after, String statement, Class<R> rows, Function<R, RowResult> mapper) {
        return LedgerTransaction.run(database, 3, "read results of " + batchId, handle -> handle
                .createQuery(Database.sql(statement))
                .bind("batchId", batchId)
                .bind("after", after)
                .bind("limit", PAGE_SIZE)
                .mapTo(rows)
                .stream()
                .map(mapper)
                .toList());
    }

    /** Results of one kind, in the order of their rows. */
    private static final class PagedResults {
        private final LongFunction<List<RowResult>> pageAfter;
        private final Deque<RowResult> page = new ArrayDeque<>();
        private long last;
        private boolean complete;

        PagedResults(LongFunction<List<RowResult>> pageAfter) {
            this.pageAfter = pageAfter;
        }

        boolean isEmpty() {
            if (page.isEmpty() && !complete) {
                page.addAll(pageAfter.apply(last));
                complete = page.size() < PAGE_SIZE;
                last = page.isEmpty() ? last : page.getLast().row();
            }
            return page.isEmpty();
        }

        long row() {
            return page.element().row();
        }

        RowResult take() {
            return page.remove();
        }
    }

    private record MergedResults(PagedResults commands, PagedResults refusals) implements Iterator<RowResult> {
        @Override
        public boolean hasNext() {
            return !commands.isEmpty() || !refusals.isEmpty();
        }

        @Override
        public RowResult next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            boolean refused = commands.isEmpty() || (!refusals.isEmpty() && refusals.row() < commands.row());
            return (refused ? refusals : commands).take();
        }
    }
}
