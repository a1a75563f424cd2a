package dev.linqroutes.ledger;

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
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** Longer than any call is tried without an answer and its group worked on meanwhile; then Linq is asked instead. */
    static final Duration SIGNALS = Duration.ofHours(1);

    /** Only today's is read. The others are there for a clock that is set back, and for people. */
    static final Duration LINE_DAYS = Duration.ofDays(7);

    /** Commands of one step, with their calls: some 100 ms even on a database that is busy and reads from its disk. */
    static final int COMMANDS = 200;

    /** Rows of one step that are small and refer to nothing. */
    static final int ROWS = 1_000;

    private static final int PAUSE = 3;

    /** A run ends after that, so that the program can stop. */
    private static final Duration RUN = Duration.ofSeconds(2);

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
    private final List<Expiry> expiries;
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
        private static final Duration SHORTEST = SIGNALS;

        /** @throws IllegalArgumentException when one is too short; the message names the setting */
        public Periods {
            if (finished.compareTo(SHORTEST) < 0) {
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

    public Retention(Database database, Topics topics, Clock clock, Periods periods) {
        this.database = database;
        this.clock = clock;
        this.lease = new JobLease("retention", clock, LEASE);
        this.expiries = List.of(
                rows("event", "delete-events", periods.events),
                rows("signal", "delete-old-signals", SIGNALS),
                rows("refusal", "delete-refusals", periods.finished),
                rows("intake_attempt", "delete-attempts", periods.finished),
                (handle, now) -> count(
                        "line_day",
                        handle.createUpdate(Database.sql("delete-line-days"))
                                .bind(
                                        "before",
                                        now.minus(LINE_DAYS)
                                                .atOffset(ZoneOffset.UTC)
                                                .toLocalDate())
                                .bind("limit", ROWS)
                                .execute()),
                new BatchExpiry(periods.finished, periods.failed),
                new ChatExpiry(topics, periods.finished),
                new CommandExpiry(periods.finished, periods.failed));
    }

    private static Expiry rows(String table, String statement, Duration kept) {
        return (handle, now) -> count(
                table,
                handle.createUpdate(Database.sql(statement))
                        .bind("before", now.minus(kept))
                        .bind("limit", ROWS)
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
                                Database.sql("oldest-finished"))
                        .mapTo(Instant.class)
                        .findOne());
        if (!LedgerTransaction.run(database, 3, "lease the job retention", lease::hold)) {
            return false;
        }
        Deque<Expiry> busy = new ArrayDeque<>(expiries);
        long end = System.nanoTime() + RUN.toNanos();
        while (!busy.isEmpty() && System.nanoTime() < end) {
            Expiry next = busy.remove();
            long begun = System.nanoTime();
            if (step(next)) {
                busy.add(next);
                Thread.sleep(
                        Duration.ofNanos(PAUSE * (System.nanoTime() - begun)).toMillis());
            }
        }
        return !busy.isEmpty();
    }

    /** Whether it has deleted anything. One kind that cannot be deleted keeps no other from being deleted. */
    private boolean step(Expiry expiry) {
        Instant now = clock.instant();
        Map<String, Integer> rows;
        try {
            rows = LedgerTransaction.run(
                    database, 3, "delete what has been kept for long enough", handle -> expiry.deleteSome(handle, now));
        } catch (LedgerRefusal | LedgerFault e) {
            Halving.tell(LOG, "rows of one kind are not deleted; the others are", e);
            return false;
        }
        rows.forEach((table, number) ->
                deleted.computeIfAbsent(table, each -> new LongAdder()).add(number));
        return !rows.isEmpty();
    }

    /** How many rows of a table this instance has deleted. */
    public long deleted(String table) {
        return deleted.containsKey(table) ? deleted.get(table).sum() : 0;
    }

    /** How long ago the command or file was finished that was finished first, of those that are kept. */
    public Duration ageOfOldestFinished() {
        return oldestFinished
                .map(time -> Duration.between(time, clock.instant()))
                .orElse(Duration.ZERO);
    }
}
