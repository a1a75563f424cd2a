package dev.linqroutes.ledger;

import dev.linqroutes.ledger.OpsRowTypes.BacklogRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How much waits in the ledger, of all instances together. Looked up at most every few seconds, however often asked. */
public final class Backlog {
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** More are not counted: above it an alarm has gone off long ago, and counting a million rows takes a second. */
    public static final int MOST = 10_000;

    private final Database database;
    private final Clock clock;
    private Optional<State> latest = Optional.empty();
    private Instant lookedUp = Instant.MIN;

    /**
     * What waits. A number of {@link #MOST} means so many or more.
     *
     * @param mailboxes groups with calls to make
     * @param lateSeconds how long the one that has waited longest is due
     * @param delayed commands whose time has not come
     * @param unconfirmed calls that Linq took and nothing has confirmed yet
     * @param outbox records that Kafka has not acknowledged
     */
    public record State(long mailboxes, double lateSeconds, long delayed, long unconfirmed, long outbox) {}

    public Backlog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Empty while the database is away. */
    public synchronized Optional<State> now() {
        Instant now = clock.instant();
        if (now.isBefore(lookedUp) || !now.isBefore(lookedUp.plus(FRESH))) {
            lookedUp = now;
            try {
                latest = Optional.of(look(now));
            } catch (LedgerException e) {
                // The health check tells.
                latest = Optional.empty();
            }
        }
        return latest;
    }

    private State look(Instant now) {
        BacklogRow row = LedgerTransaction.run(
                database, 1, "look at the backlog", handle -> handle.createQuery(Database.sql("backlog"))
                        .bind("limit", MOST)
                        .mapTo(BacklogRow.class)
                        .one());
        double late = row.oldestDue() == null
                ? 0
                : Math.max(0, Duration.between(row.oldestDue(), now).toMillis() / 1000.0);
        return new State(row.mailboxes(), late, row.delayed(), row.unconfirmed(), row.outbox());
    }
}
