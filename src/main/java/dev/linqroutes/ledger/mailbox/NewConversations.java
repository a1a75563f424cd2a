package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.LineContacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the new conversations of each line in a rolling day: groups that it has made, and people that were added to groups. Linq
 * advises fewer than 50, and flags lines with many (reference 1.4). What is done elsewhere with the line is not counted.
 */
public final class NewConversations {
    private static final Logger LOG = LoggerFactory.getLogger(NewConversations.class);

    /** Fewer than these new conversations of a line in a day are what Linq advises (reference 1.4). */
    public static final long OF_LINQ = 50;

    static final String SETTING = "linq.line.advised-new-per-day";
    private static final Duration WINDOW = Duration.ofHours(24);

    /** They are counted in periods of this length, and count until the whole period is a day old. */
    private static final Duration PERIOD = Duration.ofMinutes(10);

    /** A thousand lines that have made groups in each period of the day. */
    private static final int MAX_ROWS = 144_000;

    /** More groups than that to be made make a line no fuller. */
    private static final int MAX_CREATING = 100_000;

    private final Database database;
    private final Clock clock;
    private final long advisedPerDay;
    private final Map<String, List<LineContacts>> latest = new ConcurrentHashMap<>();
    private volatile Consumer<String> newLineListener = line -> {};

    /**
     * What a line has started, and has yet to start.
     *
     * @param inLastDay new conversations within 24 hours
     * @param creating groups in the ledger that are not made yet
     */
    public record Use(long inLastDay, long creating) {
        public long total() {
            return inLastDay + creating;
        }
    }

    /** @param advisedPerDay a line with this many new conversations in a day is warned of */
    public NewConversations(Database database, Clock clock, long advisedPerDay) {
        this.database = database;
        this.clock = clock;
        this.advisedPerDay = advisedPerDay;
    }

    /** Sets the listener for lines that are counted for the first time. */
    public void onNewLine(Consumer<String> listener) {
        newLineListener = listener;
    }

    /** New conversations of a line within 24 hours, as last read by this process. */
    public long inLastDay(String line) {
        return count(latest.getOrDefault(line, List.of()), clock.instant());
    }

    /** The same of all lines, as the ledger has them: of those, too, that have started some before this process or by another. */
    public Map<String, Long> readAll() {
        Instant now = clock.instant();
        Map<String, List<LineContacts>> counted = LedgerTransaction.run(
                database,
                1,
                "count new conversations",
                handle -> byLine(handle.createQuery(Database.sql("mailbox/find-line-contacts"))
                        .bind("after", start(now))
                        .bind("limit", MAX_ROWS)
                        .mapTo(LineContacts.class)
                        .list()));
        keep(counted);
        return counts(counted, now);
    }

    /** What each of these lines has started, and has yet to start. */
    public Map<String, Use> readUse(Collection<String> lines) {
        return LedgerTransaction.run(
                database, 1, "read the use of lines", handle -> readUse(handle, lines, clock.instant()));
    }

    /** The same in a transaction. */
    public Map<String, Use> readUse(Handle handle, Collection<String> lines, Instant now) {
        Map<String, Long> started = count(handle, lines, now);
        return lines.stream()
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(),
                        line -> new Use(started.getOrDefault(line, 0L), countCreating(handle, line))));
    }

    private static long countCreating(Handle handle, String line) {
        return handle.createQuery(Database.sql("mailbox/count-creating-groups"))
                .bind("line", line)
                .bind("limit", MAX_CREATING)
                .mapTo(Long.class)
                .one();
    }

    /** New conversations of some lines within 24 hours. */
    public Map<String, Long> count(Handle handle, Collection<String> lines, Instant now) {
        return counts(read(handle, lines, now), now);
    }

    /** New conversations of some lines that count at present, by the time until which they do; of lines that have any. */
    public static Map<String, Map<Instant, Long>> readEnds(Handle handle, Collection<String> lines, Instant now) {
        return read(handle, lines, now).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().stream()
                        .collect(Collectors.toMap(
                                row -> row.since().plus(PERIOD).plus(WINDOW), LineContacts::contacts))));
    }

    /**
     * Adds new conversations that were started now, by line.
     *
     * @return how many the line has had within 24 hours, with these
     */
    Map<String, Long> record(Handle handle, Map<String, Integer> started, Instant now) {
        if (started.isEmpty()) {
            return Map.of();
        }
        Instant period = period(now);
        PreparedBatch periods = handle.prepareBatch(Database.sql("mailbox/insert-line-contacts"));
        PreparedBatch counts = handle.prepareBatch(Database.sql("mailbox/add-line-contacts"));
        // A consistent lock order prevents deadlocks.
        new TreeMap<>(started).forEach((line, number) -> {
            periods.bind("line", line).bind("since", period).add();
            counts.bind("line", line)
                    .bind("since", period)
                    .bind("contacts", number)
                    .add();
        });
        LedgerTransaction.execute(periods);
        LedgerTransaction.execute(counts);
        Map<String, List<LineContacts>> counted = read(handle, started.keySet(), now);
        Map<String, Long> totals = counts(counted, now);
        handle.afterCommit(() -> {
            keep(counted);
            totals.forEach((line, total) -> warnAtCrossing(line, total, started.get(line)));
        });
        return totals;
    }

    private void keep(Map<String, List<LineContacts>> counted) {
        counted.forEach((line, rows) -> {
            if (latest.put(line, rows) == null) {
                newLineListener.accept(line);
            }
        });
    }

    /** Whether a line with so many new conversations is to be warned of. */
    boolean isAboveAdvice(long conversations) {
        return conversations >= advisedPerDay;
    }

    /** For the producer of a create or an added person. */
    String describe(long conversations) {
        return "this is new conversation " + conversations + " of its line within 24 hours; "
                + describeAdvice(advisedPerDay) + ", and Linq flags or closes lines that start many (" + SETTING + ")";
    }

    /** Who advises that number: a setting must not be taken for Linq's words. */
    public static String describeAdvice(long advised) {
        return advised == OF_LINQ
                ? "Linq advises fewer than " + advised
                : String.format(Locale.ROOT, "the settings advise fewer than %,d", advised);
    }

    /** The counts are those of all instances, so only one of them sees the crossing. */
    private void warnAtCrossing(String line, long total, int added) {
        if (isAboveAdvice(total) && !isAboveAdvice(total - added)) {
            LOG.warn(
                    "line {} has started {} new conversations within 24 hours; {}, and Linq flags or closes lines that start"
                            + " many",
                    MaskedLine.of(line),
                    total,
                    describeAdvice(advisedPerDay));
        }
    }

    private static Map<String, List<LineContacts>> read(Handle handle, Collection<String> lines, Instant now) {
        return byLine(handle.createQuery(Database.sql("mailbox/find-contacts-of-lines"))
                .bindArray("lines", String.class, lines)
                .bind("after", start(now))
                .mapTo(LineContacts.class)
                .list());
    }

    private static Map<String, List<LineContacts>> byLine(List<LineContacts> rows) {
        return rows.stream().collect(Collectors.groupingBy(LineContacts::line));
    }

    private static Map<String, Long> counts(Map<String, List<LineContacts>> byLine, Instant now) {
        return byLine.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> count(each.getValue(), now)));
    }

    private static long count(List<LineContacts> rows, Instant now) {
        return rows.stream()
                .filter(row -> row.since().isAfter(start(now)))
                .mapToLong(LineContacts::contacts)
                .sum();
    }

    /** A period that started after this has a part within the window. */
    private static Instant start(Instant now) {
        return now.minus(WINDOW).minus(PERIOD);
    }

    private static Instant period(Instant now) {
        return Instant.ofEpochSecond(now.getEpochSecond() - now.getEpochSecond() % PERIOD.toSeconds());
    }
}
