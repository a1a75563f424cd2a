package dev.linqroutes.ledger.batch;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.linqroutes.ledger.batch.BatchRowTypes.BatchRow;
import dev.linqroutes.ledger.batch.BatchRowTypes.PartsByStatus;
import dev.linqroutes.ledger.batch.BatchRowTypes.StatusCount;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * How far batches are. Only the parts in which something is open are counted row by row; the counts of the others are kept.
 *
 * <p>Thread-safe. Every method throws a {@link LedgerException} when the database is away.
 */
public final class BatchStateReader {
    private static final TypeReference<TreeMap<String, Long>> COUNTS_TYPE = new TypeReference<>() {};

    /** An empty variable of a script must not be the only batch there is. */
    private static final int MIN_PREFIX_LENGTH = 8;

    /** A file grows within hours; to compare this many with it takes a few milliseconds. */
    private static final int MAX_SHORTER = 1_000;

    private final Database database;

    public BatchStateReader(Database database) {
        this.database = database;
    }

    /** Batches that are being read or worked, of those whose id is wanted; the oldest first. */
    public List<BatchState> findOpen(Predicate<String> wanted) {
        return readStates(handle -> handle.createQuery(Database.sql("batch/open-batches")), wanted);
    }

    /** The newest batches, whatever their state; the newest first. */
    public List<BatchState> findNewest(int most) {
        return readStates(handle ->
                handle.createQuery(Database.sql("batch/newest-batches")).bind("limit", most));
    }

    /**
     * The batch that a person means.
     *
     * @param name its id; or the name of its file, of several the newest; or how its id begins, with eight characters or
     *     more, if no other begins so
     */
    public Optional<BatchState> find(String name) {
        List<BatchState> found = readStates(handle -> handle.createQuery(Database.sql("batch/batches-by-name"))
                .bind("name", name)
                .bind("shortestBeginning", MIN_PREFIX_LENGTH));
        Optional<BatchState> exact = found.stream()
                .filter(state -> state.batch().batchId().equals(name))
                .findFirst()
                .or(() -> found.stream()
                        .filter(state -> state.batch().file().equals(name))
                        .findFirst());
        return exact.or(() -> found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty());
    }

    /** The newest batches that were sent, or are, and whose files are shorter: a file may begin with one of them. */
    public List<ShorterBatch> findShorter(long bytes) {
        return LedgerTransaction.run(database, 3, "look for shorter batches", handle -> handle.createQuery(
                        Database.sql("batch/shorter-batches"))
                .bind("bytes", bytes)
                .bind("limit", MAX_SHORTER)
                .mapTo(ShorterBatch.class)
                .list());
    }

    /** The id of a batch that was read and is not done, whose file stands under this stem. */
    public Optional<String> findWorkingBatch(String stem) {
        return LedgerTransaction.run(database, 3, "look for the batch of " + stem, handle -> handle.createQuery(
                        Database.sql("batch/working-batch"))
                .bind("stem", stem)
                .mapTo(String.class)
                .findFirst());
    }

    private List<BatchState> readStates(Function<Handle, Query> query) {
        return readStates(query, batchId -> true);
    }

    private List<BatchState> readStates(Function<Handle, Query> query, Predicate<String> wanted) {
        return LedgerTransaction.run(database, 3, "look at batches", handle -> {
            List<BatchRow> rows = query.apply(handle).mapTo(BatchRow.class).stream()
                    .filter(row -> wanted.test(row.batchId()))
                    .toList();
            List<String> open = rows.stream()
                    .filter(row -> row.status() != BatchStatus.DONE)
                    .map(BatchRow::batchId)
                    .toList();
            Map<String, List<PartsByStatus>> parts =
                    byBatch(handle, "batch/count-parts-by-status", open, PartsByStatus.class, PartsByStatus::batchId);
            Map<String, List<StatusCount>> live = byBatch(
                    handle, "batch/count-rows-of-released-parts", open, StatusCount.class, StatusCount::batchId);
            return rows.stream()
                    .map(row -> row.status() == BatchStatus.DONE
                            ? finishedState(row)
                            : state(
                                    row,
                                    parts.getOrDefault(row.batchId(), List.of()),
                                    live.getOrDefault(row.batchId(), List.of())))
                    .toList();
        });
    }

    private static <T> Map<String, List<T>> byBatch(
            Handle handle, String statement, List<String> batchIds, Class<T> type, Function<T, String> batchId) {
        return batchIds.isEmpty()
                ? Map.of()
                : handle
                        .createQuery(Database.sql(statement))
                        .bindArray("batchIds", String.class, batchIds)
                        .mapTo(type)
                        .stream()
                        .collect(Collectors.groupingBy(batchId));
    }

    private static BatchState finishedState(BatchRow row) {
        return state(row, row.rowCount(), 0, row.rowCount(), counts(row.counts().orElseThrow()));
    }

    private static BatchState state(BatchRow row, List<PartsByStatus> parts, List<StatusCount> live) {
        Map<String, Long> byStatus = new TreeMap<>();
        long rows = 0;
        long refusedWhenRead = 0;
        long released = 0;
        for (PartsByStatus each : parts) {
            boolean isReleased = each.status() != PartStatus.WAITING;
            rows += each.rowCount();
            refusedWhenRead += isReleased ? 0 : each.refused();
            released += isReleased ? each.rowCount() : 0;
            each.counts()
                    .map(BatchStateReader::counts)
                    .orElse(Map.of())
                    .forEach((status, count) -> byStatus.merge(status, count * each.parts(), Long::sum));
        }
        live.forEach(count -> byStatus.merge(count.status(), count.rowCount(), Long::sum));
        return state(row, rows, refusedWhenRead, released, byStatus);
    }

    /** @param refusedWhenRead of what is not released; the ledger may refuse more of it when it is */
    private static BatchState state(
            BatchRow row, long rows, long refusedWhenRead, long released, Map<String, Long> byStatus) {
        return new BatchState(
                row.batch(),
                row.status(),
                row.cancelled(),
                rows,
                refusedWhenRead
                        + RowStatuses.REFUSED.stream()
                                .mapToLong(status -> byStatus.getOrDefault(status, 0L))
                                .sum(),
                released,
                byStatus,
                row.takenAt(),
                row.readAt(),
                row.finishedAt());
    }

    private static Map<String, Long> counts(String json) {
        return LedgerJson.MAPPER.convertValue(LedgerJson.read(json), COUNTS_TYPE);
    }

    /** Those of the batches whose rows are all finished, as far as {@link PartCompletion} has recorded it. */
    public Set<String> findCompleted(Set<String> batchIds) {
        return LedgerTransaction.run(
                database, 3, "look for settled batches", handle -> findCompleted(handle, batchIds));
    }

    static Set<String> findCompleted(Handle handle, Set<String> batchIds) {
        return new HashSet<>(handle.createQuery(Database.sql("batch/completed-batches"))
                .bindArray("batchIds", String.class, List.copyOf(batchIds))
                .mapTo(String.class)
                .list());
    }

    /** Batches that were done, and of which something is tried again. */
    public List<Batch> findReopened() {
        return LedgerTransaction.run(database, 3, "look for batches that are open again", handle -> handle.createQuery(
                        Database.sql("batch/reopened-batches"))
                .mapTo(BatchRow.class)
                .map(BatchRow::batch)
                .list());
    }
}
