package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.UnhealthyLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which lines Linq does not want to make new groups for now: those that it calls flagged or critical, and those for which it has refused
 * new activity. Known from events, answers and the list of lines, and the same for all instances.
 */
public final class LineStates {
    private static final Logger LOG = LoggerFactory.getLogger(LineStates.class);

    /** Linq's code for a line that is not eligible for new activity (reference 1.5). */
    static final int NOT_ELIGIBLE = 2027;

    private static final String REFUSED = "REFUSED";
    private static final Set<String> UNHEALTHY = Set.of("FLAGGED", "CRITICAL");
    private static final Set<String> HEALTHY = Set.of("ACTIVE", "HEALTHY", "AT_RISK");

    /** Linq may call a line healthy for which it refuses new activity: so long the refusal counts. */
    private static final Duration REFUSAL = Duration.ofHours(1);

    /** Of what a gauge shows. */
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    private static final int MAX_LINES = 1_000;

    private final Database database;
    private final Clock clock;
    private volatile Map<String, String> latest = Map.of();
    private Instant readAt = Instant.EPOCH;

    public LineStates(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The status of each line that makes no new groups. */
    public Map<String, String> readUnhealthy() {
        return LedgerTransaction.run(database, 1, "read the states of lines", this::findUnhealthy);
    }

    /** The same in a transaction. */
    public Map<String, String> findUnhealthy(Handle handle) {
        Map<String, String> found = handle
                .createQuery(Database.sql("mailbox/find-unhealthy-lines"))
                .bind("limit", MAX_LINES)
                .mapTo(UnhealthyLine.class)
                .stream()
                .collect(Collectors.toMap(UnhealthyLine::line, UnhealthyLine::status));
        latest = found;
        return found;
    }

    /** Whether the line makes no new groups, as the ledger had it at most a minute ago; the last known while it is unavailable. */
    public boolean isUnhealthy(String line) {
        refresh();
        return latest.containsKey(line);
    }

    /** Another instance may have recorded a change. */
    private synchronized void refresh() {
        Instant now = clock.instant();
        // A clock that was set back must not stop this.
        if (!now.isBefore(readAt) && now.isBefore(readAt.plus(MAX_AGE))) {
            return;
        }
        readAt = now;
        if (database.isLikelyAvailable()) {
            try {
                readUnhealthy();
            } catch (LedgerException e) {
                LOG.debug("the states of lines could not be read: {}", e.getMessage());
            }
        }
    }

    /** Records what Linq says of lines, by line; statuses of unknown meaning change nothing. */
    public void record(Map<String, String> statuses) {
        if (!statuses.isEmpty()) {
            LedgerTransaction.run(database, 3, "record the states of lines", handle -> {
                record(handle, statuses);
                return null;
            });
        }
    }

    /** The same in a transaction. */
    public void record(Handle handle, Map<String, String> statuses) {
        // A consistent lock order prevents deadlocks.
        new TreeMap<>(statuses).forEach((line, status) -> {
            if (UNHEALTHY.contains(status)) {
                markUnhealthy(handle, line, status);
            } else if (HEALTHY.contains(status)) {
                markHealthy(handle, line, status);
            }
        });
    }

    /** Records that Linq has refused new activity of a line. */
    void recordRefused(Handle handle, String line) {
        markUnhealthy(handle, line, REFUSED);
    }

    private void markUnhealthy(Handle handle, String line, String status) {
        int marked = handle.createUpdate(Database.sql("mailbox/insert-line-health"))
                .bind("line", line)
                .bind("status", status)
                .bind("now", clock.instant())
                .execute();
        if (marked == 1) {
            handle.afterCommit(() -> {
                change(known -> known.put(line, status));
                LOG.warn(
                        "line {} is {} at Linq: of several lines (linq.lines) it gets no new groups, and those that it has yet"
                                + " to make wait; its other groups go on",
                        MaskedLine.of(line),
                        status);
            });
        }
    }

    private void markHealthy(Handle handle, String line, String status) {
        Instant refusedBefore = clock.instant().minus(REFUSAL);
        int healthy = handle.createUpdate(Database.sql("mailbox/delete-line-health"))
                .bind("line", line)
                .bind("refusedBefore", refusedBefore)
                .execute();
        if (healthy == 1) {
            handle.afterCommit(() -> {
                change(known -> known.remove(line));
                LOG.info("line {} is {} at Linq: it makes new groups again", MaskedLine.of(line), status);
            });
        }
    }

    private synchronized void change(Consumer<Map<String, String>> change) {
        Map<String, String> known = new HashMap<>(latest);
        change.accept(known);
        latest = known;
    }
}
