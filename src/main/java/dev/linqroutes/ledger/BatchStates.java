package dev.linqroutes.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.linqroutes.ledger.BatchRowTypes.BatchRow;
import dev.linqroutes.ledger.BatchRowTypes.PartGroup;
import dev.linqroutes.ledger.BatchRowTypes.ReleasedPart;
import dev.linqroutes.ledger.BatchRowTypes.StatusCount;
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
public final class BatchStates {
    static final TypeReference<TreeMap<String, Long>> COUNTS = new TypeReference<>() {};
    private static final int PARTS_AT_ONCE = 20;

    /** Of a command something is still to come. */
    private static final Set<String> OPEN = Set.of("delayed", "waiting", "confirming");

    /** What became of a command that was not accepted. */
    private static final Set<String> REFUSALS = Set.of("refused", "duplicate");

    /** An empty variable of a script must not be the only batch there is. */
    private static final int SHORTEST_BEGINNING = 8;

    /** A file grows within hours; to compare this many with it takes a few milliseconds. */
    private static final int MOST_SHORTER = 1_000;

    private final Database database;

    public BatchStates(Database database) {
        this.database = database;
    }

    /** Batches that are being read or worked, of those whose id is wanted; the oldest first. */
    public List<BatchState> open(Predicate<String> wanted) {
        return states(handle -> handle.createQuery(Database.sql("batches-open")), wanted);
    }

    /** The newest batches, whatever their state; the newest first. */
    public List<BatchState> newest(int most) {
        return states(
                handle -> handle.createQuery(Database.sql("batches-newest")).bind("limit", most));
    }

    /**
     * The batch that a person means.
     *
     * @param name its id; or the name of its file, of several the newest; or how its id begins, with eight characters or
     *     more, if no other begins so
     */
    public Optional<BatchState> find(String name) {
        List<BatchState> found = states(handle -> handle.createQuery(Database.sql("batches-named"))
                .bind("name", name)
                .bind("shortestBeginning", SHORTEST_BEGINNING));
        Optional<BatchState> exact = found.stream()
                .filter(state -> state.batch().batchId().equals(name))
                .findFirst()
                .or(() -> found.stream()
                        .filter(state -> state.batch().file().equals(name))
                        .findFirst());
        return exact.or(() -> found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty());
    }

    /** The newest batches that were sent, or are, and whose files are shorter: a file may begin with one of them. */
    public List<ShorterBatch> shorterThan(long bytes) {
        return LedgerTransaction.run(
                database, 3, "look for shorter batches", handle -> handle.createQuery(Database.sql("batches-shorter"))
                        .bind("bytes", bytes)
                        .bind("limit", MOST_SHORTER)
                        .mapTo(ShorterBatch.class)
                        .list());
    }

    /** The id of a batch that was read and is not done, whose file stands under this stem. */
    public Optional<String> worked(String stem) {
        return LedgerTransaction.run(
                database, 3, "look for the batch of " + stem, handle -> handle.createQuery(Database.sql("batch-worked"))
                        .bind("stem", stem)
                        .mapTo(String.class)
                        .findFirst());
    }

    private List<BatchState> states(Function<Handle, Query> query) {
        return states(query, batchId -> true);
    }

    private List<BatchState> states(Function<Handle, Query> query, Predicate<String> wanted) {
        return LedgerTransaction.run(database, 3, "look at batches", handle -> {
            List<BatchRow> rows = query.apply(handle).mapTo(BatchRow.class).stream()
                    .filter(row -> wanted.test(row.batchId()))
                    .toList();
            List<String> open = rows.stream()
                    .filter(row -> !row.status().equals("done"))
                    .map(BatchRow::batchId)
                    .toList();
            Map<String, List<PartGroup>> parts =
                    byBatch(handle, "part-groups", open, PartGroup.class, PartGroup::batchId);
            Map<String, List<StatusCount>> live =
                    byBatch(handle, "open-part-counts", open, StatusCount.class, StatusCount::batchId);
            return rows.stream()
                    .map(row -> row.status().equals("done")
                            ? done(row)
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

    private static BatchState done(BatchRow row) {
        return state(row, row.rowCount(), 0, row.rowCount(), counts(row.counts()));
    }

    private static BatchState state(BatchRow row, List<PartGroup> parts, List<StatusCount> live) {
        Map<String, Long> byStatus = new TreeMap<>();
        long rows = 0;
        long refusedWhenRead = 0;
        long released = 0;
        for (PartGroup each : parts) {
            boolean isReleased = !each.status().equals("waiting");
            rows += each.rowCount();
            refusedWhenRead += isReleased ? 0 : each.refused();
            released += isReleased ? each.rowCount() : 0;
            if (each.status().equals("settled")) {
                counts(each.counts())
                        .forEach((status, count) -> byStatus.merge(status, count * each.parts(), Long::sum));
            }
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
                        + REFUSALS.stream()
                                .mapToLong(status -> byStatus.getOrDefault(status, 0L))
                                .sum(),
                released,
                byStatus,
                row.takenAt(),
                Optional.ofNullable(row.readAt()),
                Optional.ofNullable(row.finishedAt()));
    }

    private static Map<String, Long> counts(String json) {
        return Json.MAPPER.convertValue(Json.read(json), COUNTS);
    }

    /** Looks which released parts have nothing open any more, and keeps what became of their rows. */
    public void settle() {
        Optional<ReleasedPart> last = Optional.empty();
        do {
            Optional<ReleasedPart> after = last;
            last = LedgerTransaction.run(database, 3, "settle parts of batches", handle -> settle(handle, after));
        } while (last.isPresent());
    }

    /** The last of those it has looked at; empty when there are no more. */
    private static Optional<ReleasedPart> settle(Handle handle, Optional<ReleasedPart> after) {
        List<ReleasedPart> parts = handle.createQuery(Database.sql("parts-maybe-settled"))
                .bind("batchId", after.map(ReleasedPart::batchId).orElse(""))
                .bind("number", after.map(ReleasedPart::partNo).orElse(0))
                .bind("limit", PARTS_AT_ONCE)
                .mapTo(ReleasedPart.class)
                .list();
        for (ReleasedPart part : parts) {
            Map<String, Long> counts = new TreeMap<>();
            handle.createQuery(Database.sql("part-counts"))
                    .bind("batchId", part.batchId())
                    .bind("firstRow", part.firstRow())
                    .bind("lastRow", part.lastRow())
                    .mapTo(StatusCount.class)
                    .forEach(count -> counts.merge(count.status(), count.rowCount(), Long::sum));
            // A retry may have made a row wait again since the parts were looked up. It locks its part, so that what it
            // has
            // committed is counted here, and what it has not opens the part again.
            if (OPEN.stream().noneMatch(counts::containsKey)
                    && counts.values().stream().mapToLong(Long::longValue).sum() >= part.rowCount()) {
                handle.createUpdate(Database.sql("settle-part"))
                        .bind("batchId", part.batchId())
                        .bind("number", part.partNo())
                        .bind("counts", Json.write(counts))
                        .execute();
            }
        }
        return parts.size() < PARTS_AT_ONCE ? Optional.empty() : Optional.of(parts.get(parts.size() - 1));
    }

    /** Those of the batches of which every row has come to its end, as far as {@link #settle} has seen. */
    public Set<String> settled(Set<String> batchIds) {
        return LedgerTransaction.run(database, 3, "look for settled batches", handle -> settled(handle, batchIds));
    }

    static Set<String> settled(Handle handle, Set<String> batchIds) {
        return new HashSet<>(handle.createQuery(Database.sql("settled-batches"))
                .bindArray("batchIds", String.class, List.copyOf(batchIds))
                .mapTo(String.class)
                .list());
    }

    /** Batches that were done, and of which something is tried again. */
    public List<Batch> reopened() {
        return LedgerTransaction.run(database, 3, "look for batches that are open again", handle -> handle.createQuery(
                        Database.sql("batches-reopened"))
                .mapTo(BatchRow.class)
                .map(BatchRow::batch)
                .list());
    }
}
