package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.ops.OpsRowTypes.BacklogRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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
     * @param oldestDueAgeSeconds how long ago the oldest of them became due; 0 when none is due
     * @param delayed commands whose {@code not_before} has not passed
     * @param unconfirmed calls that Linq accepted and that wait for confirmation
     * @param outbox records that Kafka has not acknowledged
     */
    public record Snapshot(long mailboxes, double oldestDueAgeSeconds, long delayed, long unconfirmed, long outbox) {}

    public Backlog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Empty while the database is unavailable. */
    public synchronized Optional<Snapshot> snapshot() {
        Instant now = clock.instant();
        if (now.isBefore(readAt) || !now.isBefore(readAt.plus(MAX_AGE))) {
            readAt = now;
            try {
                latest = Optional.of(read(now));
            } catch (LedgerException e) {
                // The health check reports it.
                latest = Optional.empty();
            }
        }
        return latest;
    }

    private Snapshot read(Instant now) {
        BacklogRow row = LedgerTransaction.run(
                database, 1, "count the backlog", handle -> handle.createQuery(Database.sql("ops/count-backlog"))
                        .bind("limit", COUNT_LIMIT)
                        .mapTo(BacklogRow.class)
                        .one());
        double age = row.oldestDue()
                .map(due -> Math.max(0, Duration.between(due, now).toMillis() / 1000.0))
                .orElse(0.0);
        return new Snapshot(row.mailboxes(), age, row.delayed(), row.unconfirmed(), row.outbox());
    }
}
