package dev.linqroutes.ledger.batch;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.linqroutes.ledger.batch.BatchRowTypes.BatchRow;
import dev.linqroutes.ledger.batch.BatchRowTypes.NextDue;
import dev.linqroutes.ledger.batch.BatchRowTypes.PartsByStatus;
import dev.linqroutes.ledger.batch.BatchRowTypes.StatusCount;
import dev.linqroutes.ledger.batch.BatchRowTypes.WaitingTurns;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.model.CommandStatus;
import java.time.Instant;
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
 * Reads the progress of batches. Only parts with open rows are counted row by row; see {@link PartCompletion}.
 *
 * <p>Thread-safe. Every method throws a {@link LedgerException} when the database is unavailable.
 */
public final class BatchStateReader {
    private static final TypeReference<TreeMap<String, Long>> COUNTS_TYPE = new TypeReference<>() {};

    /** Otherwise an empty variable of a script would name the only batch. */
    private static final int MIN_PREFIX_LENGTH = 8;

    /** New groups that wait for a turn at their line are counted up to this number. */
    private static final int MAX_TURNS = 10_000;

    /** Files grow within hours, so that the newest are enough. Comparing this many takes a few milliseconds. */
    private static final int MAX_SHORTER = 1_000;

    private final Database database;

    public BatchStateReader(Database database) {
        this.database = database;
    }

    /** Batches that are being read or worked and whose id matches; the oldest first. */
    public List<BatchState> findOpen(Predicate<String> batchId) {
        return readStates(handle -> handle.createQuery(Database.sql("batch/open-batches")), batchId);
    }

    /** Batches of any status; the newest first. */
    public List<BatchState> findNewest(int limit) {
        return readStates(handle ->
                handle.createQuery(Database.sql("batch/newest-batches")).bind("limit", limit));
    }

    /**
     * Finds a batch by what a person types.
     *
     * @param name its id; or the name of its file, of several the newest; or an unambiguous prefix of its id of at least
     *     eight characters
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

    /** The newest batch of a file with this content that was or is being sent, with any options. */
    public Optional<BatchState> findByContent(String sha256) {
        return readStates(handle -> handle.createQuery(Database.sql("batch/batches-of-content"))
                        .bind("sha256", sha256))
                .stream()
                .findFirst();
    }

    /** The newest batches with shorter files that were or are being sent: a longer file may start with one of them. */
    public List<ShorterBatch> findShorter(long bytes) {
        return LedgerTransaction.run(
                database, 3, "find shorter batches", handle -> handle.createQuery(Database.sql("batch/shorter-batches"))
                        .bind("bytes", bytes)
                        .bind("limit", MAX_SHORTER)
                        .mapTo(ShorterBatch.class)
                        .list());
    }

    /** The id of the batch in status working whose file has this stem in the inbox. */
    public Optional<String> findWorkingBatch(String stem) {
        return LedgerTransaction.run(database, 3, "find the batch of " + stem, handle -> handle.createQuery(
                        Database.sql("batch/working-batch"))
                .bind("stem", stem)
                .mapTo(String.class)
                .findFirst());
    }

    private List<BatchState> readStates(Function<Handle, Query> query) {
        return readStates(query, batchId -> true);
    }

    private List<BatchState> readStates(Function<Handle, Query> query, Predicate<String> batchId) {
        return LedgerTransaction.run(database, 3, "read the state of batches", handle -> {
            List<BatchRow> rows = query.apply(handle).mapTo(BatchRow.class).stream()
                    .filter(row -> batchId.test(row.batchId()))
                    .toList();
            List<String> open = rows.stream()
                    .filter(row -> row.status() != BatchStatus.DONE)
                    .map(BatchRow::batchId)
                    .toList();
            Map<String, List<PartsByStatus>> parts =
                    byBatch(handle, "batch/count-parts-by-status", open, PartsByStatus.class, PartsByStatus::batchId);
            Map<String, List<StatusCount>> live = byBatch(
                    handle, "batch/count-rows-of-released-parts", open, StatusCount.class, StatusCount::batchId);
            List<String> delayed = open.stream()
                    .filter(each -> live.getOrDefault(each, List.of()).stream()
                            .anyMatch(count -> count.status().equals(CommandStatus.DELAYED.word())))
                    .toList();
            Map<String, List<NextDue>> due =
                    byBatch(handle, "batch/next-due-of-batches", delayed, NextDue.class, NextDue::batchId);
            Map<String, Long> turns = countTurns(handle, open);
            return rows.stream()
                    .map(row -> row.status() == BatchStatus.DONE
                            ? finishedState(row)
                            : state(
                                    row,
                                    parts.getOrDefault(row.batchId(), List.of()),
                                    live.getOrDefault(row.batchId(), List.of()),
                                    turns.getOrDefault(row.batchId(), 0L),
                                    due.getOrDefault(row.batchId(), List.of()).stream()
                                            .map(NextDue::nextDue)
                                            .findFirst()))
                    .toList();
        });
    }

    private static Map<String, Long> countTurns(Handle handle, List<String> batchIds) {
        return batchIds.isEmpty()
                ? Map.of()
                : handle
                        .createQuery(Database.sql("batch/count-turns-of-batches"))
                        .bindArray("batchIds", String.class, batchIds)
                        .bind("limit", MAX_TURNS)
                        .mapTo(WaitingTurns.class)
                        .stream()
                        .collect(Collectors.toMap(WaitingTurns::batchId, WaitingTurns::rowCount));
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
        return state(row, row.rowCount(), 0, row.rowCount(), counts(row.counts().orElseThrow()), 0, Optional.empty());
    }

    private static BatchState state(
            BatchRow row,
            List<PartsByStatus> parts,
            List<StatusCount> live,
            long waitingForTurn,
            Optional<Instant> nextDue) {
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
        return state(row, rows, refusedWhenRead, released, byStatus, waitingForTurn, nextDue);
    }

    /** @param refusedWhenRead of the parts that are not released; the ledger may refuse more of them later */
    private static BatchState state(
            BatchRow row,
            long rows,
            long refusedWhenRead,
            long released,
            Map<String, Long> byStatus,
            long waitingForTurn,
            Optional<Instant> nextDue) {
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
                waitingForTurn,
                nextDue,
                row.takenAt(),
                row.readAt(),
                row.finishedAt());
    }

    private static Map<String, Long> counts(String json) {
        return LedgerJson.MAPPER.convertValue(LedgerJson.read(json), COUNTS_TYPE);
    }

    /** Those of the batches whose rows are all finished, as far as {@link PartCompletion} has recorded it. */
    public Set<String> findCompleted(Set<String> batchIds) {
        return LedgerTransaction.run(database, 3, "find completed batches", handle -> findCompleted(handle, batchIds));
    }

    static Set<String> findCompleted(Handle handle, Set<String> batchIds) {
        return new HashSet<>(handle.createQuery(Database.sql("batch/completed-batches"))
                .bindArray("batchIds", String.class, List.copyOf(batchIds))
                .mapTo(String.class)
                .list());
    }

    /** Batches that were done before and have rows that are retried. */
    public List<Batch> findReopened() {
        return LedgerTransaction.run(database, 3, "find reopened batches", handle -> handle.createQuery(
                        Database.sql("batch/reopened-batches"))
                .mapTo(BatchRow.class)
                .map(BatchRow::batch)
                .list());
    }
}
