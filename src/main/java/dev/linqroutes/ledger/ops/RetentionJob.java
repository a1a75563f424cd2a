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
 * Deletes rows whose retention period has passed. One instance does so at a time, in short transactions of a few hundred
 * rows, each followed by a pause of three times its duration: deleting takes at most a quarter of one connection's time.
 * Locked rows are skipped, so that deleting never waits for work.
 *
 * <p>Open work is never deleted. {@code docs/retention.md} describes for each table when its rows are deleted.
 */
public final class RetentionJob {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);

    /** How long a signal is kept to find its call. Longer than a call without an answer is retried; later, Linq is polled. */
    public static final Duration SIGNAL_RETENTION = Duration.ofHours(1);

    /** Only the current day is read. The others cover a clock that is set back, and help people. */
    static final Duration LINE_DAY_RETENTION = Duration.ofDays(7);

    /** A day of them is counted. The other one covers a clock that is set back. */
    static final Duration LINE_CONTACTS_RETENTION = Duration.ofDays(2);

    /** From when Linq has last said anything of the line; a flag and a refusal count for a day. */
    static final Duration LINE_STATE_RETENTION = Duration.ofDays(7);

    /** Of a sheet on the console that was not sent, from its last change: a week's holiday, and a few days. */
    static final Duration DRAFT_RETENTION = Duration.ofDays(14);

    /** Of an instance that did not stop in an orderly way, from when it was last seen. */
    static final Duration INSTANCE_RETENTION = Duration.ofHours(1);

    /** Commands per transaction, with their calls: about 100 ms even on a busy database that reads from disk. */
    public static final int MAX_COMMANDS = 200;

    /** Rows per transaction of tables with small rows and no references. */
    static final int MAX_ROWS = 1_000;

    private static final int PAUSE_FACTOR = 3;

    /** Limit of a run, so that the program can stop. */
    private static final Duration RUN_DURATION = Duration.ofSeconds(2);

    /** Longer than a run. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** Tables in which rows are deleted. */
    public static final List<String> TABLES = List.of(
            "audit",
            "batch",
            "batch_part",
            "call",
            "chat",
            "chat_group",
            "column_names",
            "command",
            "draft",
            "event",
            "instance",
            "intake_attempt",
            "line_contacts",
            "line_day",
            "line_health",
            "line_pace",
            "line_state",
            "mailbox",
            "media",
            "media_part",
            "media_use",
            "poll",
            "refusal",
            "replayed_dead_letter",
            "signal");

    private final Database database;
    private final Clock clock;
    private final JobLease lease;
    private final List<RetentionRule> rules;
    private final Map<String, LongAdder> deleted = new ConcurrentHashMap<>();
    private volatile Optional<Instant> oldestFinished = Optional.empty();

    /**
     * Retention periods.
     *
     * @param finished of commands and files, from when they were finished
     * @param failed the same for commands that failed or are unconfirmed
     * @param events of event ids, from when they were received
     * @param media of files of messages, from when they were last given
     */
    public record Periods(Duration finished, Duration failed, Duration events, Duration media) {
        /** A late event must find its call. */
        private static final Duration MINIMUM = SIGNAL_RETENTION;

        /** @throws IllegalArgumentException when one is too short; the message names the setting */
        public Periods {
            if (finished.compareTo(MINIMUM) < 0) {
                throw new IllegalArgumentException(
                        "setting ledger.retention (LEDGER_RETENTION) must be 1h or longer: Linq repeats webhooks for up to 30 minutes, and the"
                                + " ledger keeps their signals for an hour to match them to calls");
            }
            if (failed.compareTo(finished) < 0) {
                throw new IllegalArgumentException(
                        "setting ledger.retention.failed (LEDGER_RETENTION_FAILED) must not be shorter than"
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
                rows("draft", "ops/delete-old-drafts", DRAFT_RETENTION),
                rows("draft", "ops/delete-sent-drafts", periods.finished),
                rows("column_names", "ops/delete-old-column-names", periods.finished),
                rows("audit", "ops/delete-old-audits", periods.finished),
                rows("instance", "ops/delete-old-instances", INSTANCE_RETENTION),
                rows("replayed_dead_letter", "ops/delete-old-replayed-dead-letters", periods.finished),
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
                rows("line_contacts", "ops/delete-old-line-contacts", LINE_CONTACTS_RETENTION),
                rows("media_use", "ops/delete-media-uses", periods.media),
                new MediaRetention(periods.media),
                rows("line_pace", "ops/delete-old-line-paces", LINE_DAY_RETENTION),
                rows("line_health", "ops/delete-old-line-health", periods.finished),
                rows("line_state", "ops/delete-old-line-states", LINE_STATE_RETENTION),
                new BatchRetention(periods.finished, periods.failed),
                new ChatRetention(topics, periods.finished),
                new PollRetention(topics, periods.finished),
                new CommandRetention(periods.finished, periods.failed));
    }

    private static RetentionRule rows(String table, String statement, Duration period) {
        return (handle, now) -> count(
                table,
                handle.createUpdate(Database.sql(statement))
                        .bind("before", now.minus(period))
                        .bind("limit", MAX_ROWS)
                        .execute());
    }

    private static Map<String, Integer> count(String table, int rows) {
        return rows == 0 ? Map.of() : Map.of(table, rows);
    }

    /**
     * Deletes for up to two seconds, one transaction for each rule in turn; nothing while another instance has the lease.
     *
     * @return whether there is more to delete
     * @throws LedgerException when the database is unavailable
     */
    public boolean deleteSome() throws InterruptedException {
        oldestFinished =
                LedgerTransaction.run(database, 3, "find the oldest finished command", handle -> handle.createQuery(
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
            long start = System.nanoTime();
            if (runRule(next)) {
                busy.add(next);
                Thread.sleep(Duration.ofNanos(PAUSE_FACTOR * (System.nanoTime() - start))
                        .toMillis());
            }
        }
        return !busy.isEmpty();
    }

    /** Whether it has deleted rows. A rule that fails does not stop the others. */
    private boolean runRule(RetentionRule rule) {
        Instant now = clock.instant();
        Map<String, Integer> rows;
        try {
            rows = LedgerTransaction.run(
                    database, 3, "delete rows whose retention has passed", handle -> rule.deleteSome(handle, now));
        } catch (LedgerDataRefused | LedgerFault e) {
            Bisection.logFailure(LOG, "a retention rule failed, retrying with the next run; the others continue", e);
            return false;
        }
        rows.forEach((table, number) ->
                deleted.computeIfAbsent(table, each -> new LongAdder()).add(number));
        return !rows.isEmpty();
    }

    /** How many rows of a table this instance has deleted since its start. */
    public long deletedRows(String table) {
        return deleted.containsKey(table) ? deleted.get(table).sum() : 0;
    }

    /** Age of the oldest finished command or file in the ledger; zero when there is none. */
    public Duration ageOfOldestFinished() {
        return oldestFinished
                .map(time -> Duration.between(time, clock.instant()))
                .orElse(Duration.ZERO);
    }
}
