package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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

    /** Of what a gauge shows. */
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    private static final int MAX_LINES = 1_000;

    private final Database database;
    private final Clock clock;
    private final Set<String> pool;
    private volatile Map<String, LineState> latest = Map.of();
    private Instant readAt = Instant.EPOCH;

    /** @param lines those of the settings; new groups are shared among several */
    public LineStates(Database database, Clock clock, Set<String> lines) {
        this.database = database;
        this.clock = clock;
        this.pool = lines.size() > 1 ? Set.copyOf(lines) : Set.of();
    }

    /** Why lines make no new groups, or only one that finds out whether Linq takes it, by line. */
    public Map<String, String> readUnhealthy() {
        Instant now = clock.instant();
        Map<String, String> reasons = new HashMap<>();
        LedgerTransaction.run(database, 1, "read the states of lines", this::find)
                .forEach((line, state) -> state.reason(now).ifPresent(reason -> reasons.put(line, reason)));
        return reasons;
    }

    /** What is known of each line, by line. */
    public Map<String, LineState> find(Handle handle) {
        Map<String, LineState> found = handle
                .createQuery(Database.sql("mailbox/find-line-states"))
                .bind("limit", MAX_LINES)
                .mapTo(LineState.class)
                .stream()
                .collect(Collectors.toMap(LineState::line, Function.identity()));
        latest = found;
        return found;
    }

    /** Whether the line makes no new groups, as the ledger had it at most a minute ago; the last known while it is unavailable. */
    public boolean isUnhealthy(String line) {
        refresh();
        return Optional.ofNullable(latest.get(line))
                .flatMap(state -> state.problem(clock.instant()))
                .isPresent();
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

    /** Records what Linq says of lines. */
    public void record(List<LineReport> reports) {
        if (!reports.isEmpty()) {
            LedgerTransaction.run(database, 3, "record the states of lines", handle -> {
                record(handle, reports);
                return null;
            });
        }
    }

    /** The same in a transaction. */
    public void record(Handle handle, List<LineReport> reports) {
        Instant now = clock.instant();
        Map<String, List<LineReport>> byLine =
                reports.stream().collect(Collectors.groupingBy(LineReport::line, TreeMap::new, Collectors.toList()));
        // A consistent lock order prevents deadlocks.
        byLine.forEach((line, ofLine) -> update(handle, line, state -> {
            LineState changed = state;
            for (LineReport report : ofLine) {
                changed = changed.with(report, now);
            }
            return changed;
        }));
    }

    /**
     * Records what Linq has answered to calls.
     *
     * @param refused lines of which it has refused new activity
     * @param taken lines of which it has taken new groups
     */
    void recordAnswers(Handle handle, Set<String> refused, Set<String> taken) {
        Instant now = clock.instant();
        Set<String> lines = new TreeSet<>(refused);
        taken.stream().filter(line -> isOnProbation(line, now)).forEach(lines::add);
        lines.forEach(
                line -> update(handle, line, state -> refused.contains(line) ? state.refused(now) : state.taken(now)));
    }

    /** As last read by this process: a worker has read it when it claimed the group. */
    private boolean isOnProbation(String line, Instant now) {
        return latest.containsKey(line) && latest.get(line).isOnProbation(now);
    }

    /** Whether one group of a line on probation may be made now; then no other one is until that has its answer. */
    boolean startProbe(Handle handle, String line, Instant now) {
        boolean started = update(handle, line, state -> state.mayProbe(now) ? state.probed(now) : state);
        if (started) {
            LOG.info("line {} makes one new group, to find out whether Linq takes it", MaskedLine.of(line));
        }
        return started;
    }

    /** Whether that has changed it. */
    private boolean update(Handle handle, String line, UnaryOperator<LineState> change) {
        Instant now = clock.instant();
        handle.createUpdate(Database.sql("mailbox/insert-line-state"))
                .bind("line", line)
                .bind("now", now)
                .execute();
        LineState before = handle.createQuery(Database.sql("mailbox/lock-line-state"))
                .bind("line", line)
                .mapTo(LineState.class)
                .one();
        LineState after = change.apply(before);
        handle.createUpdate(Database.sql("mailbox/update-line-state"))
                .bindMethods(after)
                .bind("now", now)
                .execute();
        handle.afterCommit(() -> {
            keep(after);
            report(before, after, now);
        });
        return !after.equals(before);
    }

    private synchronized void keep(LineState state) {
        Map<String, LineState> known = new HashMap<>(latest);
        known.put(state.line(), state);
        latest = known;
    }

    /** With the word that was logged last: a line may have several problems, and one may pass only by time. */
    private void report(LineState before, LineState after, Instant now) {
        Optional<String> was = before.reason(now);
        Optional<String> is = after.reason(now);
        if (after.problem(now).isPresent() && (before.problem(now).isEmpty() || !is.equals(was))) {
            LOG.warn(
                    "line {} is {} at Linq: {}",
                    MaskedLine.of(after.line()),
                    is.get(),
                    pool.contains(after.line())
                            ? "of several lines (linq.lines) it gets no new groups, and those that it has yet to make move to"
                                    + " others or wait; its other groups go on"
                            : "its calls are made all the same, and fail if Linq refuses them (code 2027)");
        } else if (was.isPresent() && is.isPresent() && !is.equals(was)) {
            LOG.info(
                    "line {} is no longer {} at Linq, but was {} before: that ends when Linq takes a new group",
                    MaskedLine.of(after.line()),
                    was.get(),
                    is.get());
        } else if (was.isPresent() && is.isEmpty()) {
            LOG.info(
                    "line {} is no longer {} at Linq{}",
                    MaskedLine.of(after.line()),
                    was.get(),
                    pool.contains(after.line()) ? ": it makes new groups again" : "");
        }
    }
}
