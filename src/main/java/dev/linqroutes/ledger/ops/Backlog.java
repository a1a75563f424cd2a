package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.ops.OpsRowTypes.BacklogRow;
import dev.linqroutes.ledger.ops.OpsRowTypes.OutboxTopicRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Counts the open work in the ledger, of all instances together. Cached for five seconds. */
public final class Backlog {
    private static final Duration MAX_AGE = Duration.ofSeconds(5);

    /** Counting stops here: a larger backlog needs attention anyway, and counting a million rows takes a second. */
    public static final int COUNT_LIMIT = 10_000;

    private final Database database;
    private final Clock clock;
    private Optional<Snapshot> latest = Optional.empty();
    private Instant readAt = Instant.MIN;

    /**
     * The open work. A count of {@link #COUNT_LIMIT} means that many or more.
     *
     * @param mailboxes mailboxes with calls to send
     * @param due those of them that no worker has, although their next call may be made
     * @param oldestDueAgeSeconds how long ago the oldest of them became due; 0 when none is due
     * @param delayed commands whose {@code not_before} has not passed
     * @param unconfirmed calls that Linq accepted and that wait for confirmation
     * @param batchRows rows of files that are not commands yet
     * @param uploads local files that calls wait for
     * @param oldestUploadAgeSeconds since when a call has waited for the oldest of them; 0 when there is none
     * @param outbox records that Kafka has not acknowledged, by topic; of {@link #COUNT_LIMIT} that are next
     */
    public record Snapshot(
            long mailboxes,
            long due,
            double oldestDueAgeSeconds,
            long delayed,
            long unconfirmed,
            long batchRows,
            long uploads,
            double oldestUploadAgeSeconds,
            Map<String, OutboxTopic> outbox) {
        /** Those for a topic. */
        public OutboxTopic outbox(String topic) {
            return outbox.getOrDefault(topic, OutboxTopic.EMPTY);
        }
    }

    /** @param oldestAgeSeconds since the first of them was written; 0 when there is none */
    public record OutboxTopic(long records, double oldestAgeSeconds) {
        static final OutboxTopic EMPTY = new OutboxTopic(0, 0);
    }

    public Backlog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Empty while the database is unavailable. */
    public synchronized Optional<Snapshot> snapshot() {
        Instant now = clock.instant();
        if (now.isBefore(readAt) || !now.isBefore(readAt.plus(MAX_AGE))) {
            latest = tryToRead(now);
            // Behind the attempt, which takes seconds while the database is away: or each gauge of a scrape would make
            // another one.
            readAt = clock.instant();
        }
        return latest;
    }

    private Optional<Snapshot> tryToRead(Instant now) {
        if (!database.isLikelyAvailable()) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(now));
        } catch (LedgerException e) {
            // The health check reports it.
            return Optional.empty();
        }
    }

    private Snapshot read(Instant now) {
        return LedgerTransaction.run(database, 1, "count the backlog", handle -> {
            BacklogRow row = handle.createQuery(Database.sql("ops/count-backlog"))
                    .bind("limit", COUNT_LIMIT)
                    .bind("now", now)
                    .mapTo(BacklogRow.class)
                    .one();
            return new Snapshot(
                    row.mailboxes(),
                    row.due(),
                    ageSeconds(row.oldestDue(), now),
                    row.delayed(),
                    row.unconfirmed(),
                    row.batchRows(),
                    row.uploads(),
                    ageSeconds(row.oldestUpload(), now),
                    outbox(handle));
        });
    }

    private static double ageSeconds(Optional<Instant> since, Instant now) {
        return since.map(from -> Math.max(0, Duration.between(from, now).toMillis() / 1000.0))
                .orElse(0.0);
    }

    private static Map<String, OutboxTopic> outbox(Handle handle) {
        return handle
                .createQuery(Database.sql("ops/count-outbox"))
                .bind("limit", COUNT_LIMIT)
                .mapTo(OutboxTopicRow.class)
                .stream()
                .collect(Collectors.toUnmodifiableMap(
                        OutboxTopicRow::topic, row -> new OutboxTopic(row.records(), row.oldestAgeSeconds())));
    }
}
