package dev.linqroutes.ledger.batch;

import dev.linqroutes.ledger.batch.BatchRowTypes.ReleasedPart;
import dev.linqroutes.ledger.batch.BatchRowTypes.StatusCount;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Finds released parts whose rows are all finished, and stores how many rows have which status. */
public final class PartCompletion {
    private static final int PARTS_PER_TRANSACTION = 20;

    private final Database database;

    public PartCompletion(Database database) {
        this.database = database;
    }

    /** @throws LedgerException when the database is unavailable; the parts recorded before stay recorded */
    public void recordCompletedParts() {
        Optional<ReleasedPart> last = Optional.empty();
        do {
            Optional<ReleasedPart> after = last;
            last = LedgerTransaction.run(
                    database, 3, "record completed parts of batches", handle -> recordCompletedParts(handle, after));
        } while (last.isPresent());
    }

    /** The last of the parts it has read; empty when there are no more. */
    private static Optional<ReleasedPart> recordCompletedParts(Handle handle, Optional<ReleasedPart> after) {
        List<ReleasedPart> parts = handle.createQuery(Database.sql("batch/lock-completable-parts"))
                .bind("batchId", after.map(ReleasedPart::batchId).orElse(""))
                .bind("number", after.map(ReleasedPart::partNo).orElse(0))
                .bind("limit", PARTS_PER_TRANSACTION)
                .mapTo(ReleasedPart.class)
                .list();
        for (ReleasedPart part : parts) {
            // A retry may have reopened a row since the parts were read. It locks its part: what it has committed is
            // counted here, and what it commits later reopens the part.
            Map<String, Long> counts = countRows(handle, part);
            if (RowStatuses.OPEN.stream().noneMatch(counts::containsKey)
                    && counts.values().stream().mapToLong(Long::longValue).sum() >= part.rowCount()) {
                handle.createUpdate(Database.sql("batch/complete-part"))
                        .bind("batchId", part.batchId())
                        .bind("number", part.partNo())
                        .bind("counts", LedgerJson.write(counts))
                        .execute();
            }
        }
        return parts.size() < PARTS_PER_TRANSACTION ? Optional.empty() : Optional.of(parts.get(parts.size() - 1));
    }

    private static Map<String, Long> countRows(Handle handle, ReleasedPart part) {
        Map<String, Long> counts = new TreeMap<>();
        handle.createQuery(Database.sql("batch/count-rows-of-part"))
                .bind("batchId", part.batchId())
                .bind("firstRow", part.firstRow())
                .bind("lastRow", part.lastRow())
                .mapTo(StatusCount.class)
                .forEach(count -> counts.merge(count.status(), count.rowCount(), Long::sum));
        return counts;
    }
}
