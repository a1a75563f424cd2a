package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Bisection;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.JobLease;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerFault;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has been finished for longer than it is kept. One instance does so at a time, in short transactions over a few
 * hundred rows each, and pauses after each of them for three times as long as it took: the database spends at most a quarter of
 * one connection's time on it. Rows that somebody else has locked are passed over, so that it never waits for the work.
 *
 * <p>What is open never goes. {@code docs/retention.md} says of each table when its rows end.
 */
public final class RetentionJob {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);

    /** Longer than any call is tried without an answer and its group worked on meanwhile; then Linq is asked instead. */
    public static final Duration SIGNAL_RETENTION = Duration.ofHours(1);

    /** Only today's is read. The others are there for a clock that is set back, and for people. */
    static final Duration LINE_DAY_RETENTION = Duration.ofDays(7);

    /** Commands of one step, with their calls: some 100 ms even on a database that is busy and reads from its disk. */
    public static final int MAX_COMMANDS = 200;

    /** Rows of one step that are small and refer to nothing. */
    static final int MAX_ROWS = 1_000;

    private static final int PAUSE_FACTOR = 3;

    /** A run ends after that, so that the program can stop. */
    private static final Duration RUN_DURATION = Duration.ofSeconds(2);

    /** Longer than a run. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** In which rows are deleted. */
    public static final List<String> TABLES = List.of(
            "batch",
            "batch_part",
            "call",
            "chat",
            "chat_group",
            "command",
            "event",
            "intake_attempt",
            "line_day",
            "mailbox",
            "refusal",
            "signal");

    private final Database database;
    private final Clock clock;
    private final JobLease lease;
    private final List<RetentionRule> rules;
    private final Map<String, LongAdder> deleted = new ConcurrentHashMap<>();
    private volatile Optional<Instant> oldestFinished = Optional.empty();

    /**
     * How long things are kept.
     *
     * @param finished from when they were finished
     * @param failed the same for commands that failed or are unconfirmed
     * @param events from when they were received
     */
    public record Periods(Duration finished, Duration failed, Duration events) {
        /** A late event must find its call. */
        private static final Duration MINIMUM = SIGNAL_RETENTION;

        /** @throws IllegalArgumentException when one is too short; the message names the setting */
        public Periods {
            if (finished.compareTo(MINIMUM) < 0) {
                throw new IllegalArgumentException(
                        "setting ledger.retention must be 1h or longer: Linq repeats webhooks for up to 30 minutes, and what"
                                + " they say is kept for an hour to find the call it is about");
            }
            if (failed.compareTo(finished) < 0) {
                throw new IllegalArgumentException(
                        "setting ledger.retention.failed must not be shorter than"
                                + " ledger.retention: a failed command is kept for replay at least as long as a successful one");
            }
        }
    }

    public RetentionJob(Database database, OutboxTopics topics, Clock clock, Periods periods) {
        this.database = database;
        this.clock = clock;
        this.lease = new JobLease("retention", clock, LEASE);
        this.rules = List.of(
                rows("event", "ops/delete-old-events", periods.events),
                rows("signal", "ops/delete-old-signals", SIGNAL_RETENTION),
                rows("refusal", "ops/delete-old-refusals", periods.finished),
                rows("intake_attempt", "ops/delete-old-attempts", periods.finished),
                (handle, now) -> count(
                        "line_day",
                        handle.createUpdate(Database.sql("ops/delete-old-line-days"))
                                .bind(
                                        "before",
                                        now.minus(LINE_DAY_RETENTION)
                                                .atOffset(ZoneOffset.UTC)
                                                .toLocalDate())
                                .bind("limit", MAX_ROWS)
                                .execute()),
                new BatchRetention(periods.finished, periods.failed),
                new ChatRetention(topics, periods.finished),
                new CommandRetention(periods.finished, periods.failed));
    }

    private static RetentionRule rows(String table, String statement, Duration kept) {
        return (handle, now) -> count(
                table,
                handle.createUpdate(Database.sql(statement))
                        .bind("before", now.minus(kept))
                        .bind("limit", MAX_ROWS)
                        .execute());
    }

    private static Map<String, Integer> count(String table, int rows) {
        return rows == 0 ? Map.of() : Map.of(table, rows);
    }

    /**
     * Deletes for a while, a step of each kind in turn; nothing while another instance does.
     *
     * @return whether there is more to delete
     * @throws LedgerException when the database is away
     */
    public boolean deleteSome() throws InterruptedException {
        oldestFinished =
                LedgerTransaction.run(database, 3, "look for the oldest finished command", handle -> handle.createQuery(
                                Database.sql("ops/oldest-finished"))
                        .mapTo(Instant.class)
                        .findOne());
        if (!LedgerTransaction.run(database, 3, "lease the job retention", lease::claimOrRenew)) {
            return false;
        }
        Deque<RetentionRule> busy = new ArrayDeque<>(rules);
        long end = System.nanoTime() + RUN_DURATION.toNanos();
        while (!busy.isEmpty() && System.nanoTime() < end) {
            RetentionRule next = busy.remove();
            long begun = System.nanoTime();
            if (runRule(next)) {
                busy.add(next);
                Thread.sleep(Duration.ofNanos(PAUSE_FACTOR * (System.nanoTime() - begun))
                        .toMillis());
            }
        }
        return !busy.isEmpty();
    }

    /** Whether it has deleted anything. One kind that cannot be deleted keeps no other from being deleted. */
    private boolean runRule(RetentionRule expiry) {
        Instant now = clock.instant();
        Map<String, Integer> rows;
        try {
            rows = LedgerTransaction.run(
                    database, 3, "delete what has been kept for long enough", handle -> expiry.deleteSome(handle, now));
        } catch (LedgerDataRefused | LedgerFault e) {
            Bisection.logFailure(LOG, "rows of one kind are not deleted; the others are", e);
            return false;
        }
        rows.forEach((table, number) ->
                deleted.computeIfAbsent(table, each -> new LongAdder()).add(number));
        return !rows.isEmpty();
    }

    /** How many rows of a table this instance has deleted. */
    public long deletedRows(String table) {
        return deleted.containsKey(table) ? deleted.get(table).sum() : 0;
    }

    /** How long ago the command or file was finished that was finished first, of those that are kept. */
    public Duration ageOfOldestFinished() {
        return oldestFinished
                .map(time -> Duration.between(time, clock.instant()))
                .orElse(Duration.ZERO);
    }
}
