package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.LineDay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the messages that each line has sent and received on a day, and stops a line that has reached its daily limit
 * (reference 1.4). Days are UTC.
 */
public final class LineQuota {
    private static final Logger LOG = LoggerFactory.getLogger(LineQuota.class);
    private static final Duration RECHECK_DELAY = Duration.ofSeconds(1);

    private static final int MAX_LINES = 1_000;

    private final Database database;
    private final Clock clock;
    private final long advisedPerDay;
    private final OptionalLong maxPerDay;
    private final Map<String, DayCount> latestCounts = new ConcurrentHashMap<>();
    private volatile Consumer<String> newLineListener = line -> {};

    private record DayCount(LocalDate day, long messages) {}

    /**
     * The number of messages that a mailbox may send from the daily quota of its line.
     *
     * @param nextGrantAt when to claim the mailbox again for another grant
     */
    record Grant(long messages, Instant nextGrantAt) {}

    /** The remaining quota of each line, to be granted to mailboxes. */
    static final class Grants {
        private final Map<String, Grant> remaining = new HashMap<>();

        /** Grants as many of the requested messages as remain; empty for a line without a limit. */
        Optional<Grant> grant(String line, long requested) {
            Grant left = remaining.get(line);
            if (left == null) {
                return Optional.empty();
            }
            long messages = Math.min(requested, left.messages);
            remaining.put(line, new Grant(left.messages - messages, left.nextGrantAt));
            return Optional.of(new Grant(messages, left.nextGrantAt));
        }
    }

    /**
     * @param advisedPerDay a line with more messages on a day is logged as a warning
     * @param maxPerDay a line with this many messages on a day sends no more; empty for no limit
     */
    public LineQuota(Database database, Clock clock, long advisedPerDay, OptionalLong maxPerDay) {
        this.database = database;
        this.clock = clock;
        this.advisedPerDay = advisedPerDay;
        this.maxPerDay = maxPerDay;
    }

    /** Sets the listener for lines that are counted for the first time. */
    public void onNewLine(Consumer<String> listener) {
        newLineListener = listener;
    }

    /** The lines that this process knows messages of, in order. */
    public SortedSet<String> lines() {
        return new TreeSet<>(latestCounts.keySet());
    }

    /** Messages that a line has sent and received today, as last read by this process. */
    public long messagesToday(String line) {
        DayCount count = latestCounts.get(line);
        return count == null || !count.day.equals(day(clock.instant())) ? 0 : count.messages;
    }

    /** The same of all lines, as the ledger has them: of those, too, that have sent before this process started or by another. */
    public Map<String, Long> readAll() {
        LocalDate today = day(clock.instant());
        Map<String, Long> counted = LedgerTransaction.run(
                database,
                1,
                "count the messages of lines",
                handle -> byLine(handle.createQuery(Database.sql("mailbox/find-line-days"))
                        .bind("day", today)
                        .bind("limit", MAX_LINES)
                        .mapTo(LineDay.class)
                        .list()));
        counted.forEach((line, number) -> updateCount(line, new DayCount(today, number)));
        return counted;
    }

    /**
     * Reads the remaining quota of lines.
     *
     * @param granted messages already granted to leased mailboxes, by line; whether they were sent or not
     */
    Grants readRemaining(Handle handle, Collection<String> lines, Map<String, Long> granted, Instant now) {
        Grants grants = new Grants();
        if (maxPerDay.isEmpty() || lines.isEmpty()) {
            return grants;
        }
        LocalDate today = day(now);
        Instant tomorrow = today.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        Map<String, Long> counted = readCounts(handle, lines, today);
        for (String line : lines) {
            long left = maxPerDay.getAsLong() - counted.getOrDefault(line, 0L);
            long free = Math.max(0, left - granted.getOrDefault(line, 0L));
            // A leased mailbox may release what it does not need.
            grants.remaining.put(line, new Grant(free, left <= 0 ? tomorrow : now.plus(RECHECK_DELAY)));
        }
        return grants;
    }

    /** Adds messages sent or received now, by line. */
    public void recordMessages(Handle handle, Map<String, Integer> messages, Instant now) {
        if (messages.isEmpty()) {
            return;
        }
        LocalDate today = day(now);
        PreparedBatch days = handle.prepareBatch(Database.sql("mailbox/insert-line-day"));
        PreparedBatch counts = handle.prepareBatch(Database.sql("mailbox/add-line-messages"));
        // A consistent lock order prevents deadlocks.
        new TreeMap<>(messages).forEach((line, number) -> {
            days.bind("line", line).bind("day", today).add();
            counts.bind("line", line)
                    .bind("day", today)
                    .bind("messages", number)
                    .add();
        });
        LedgerTransaction.execute(days);
        LedgerTransaction.execute(counts);
        Map<String, Long> counted = readCounts(handle, messages.keySet(), today);
        handle.afterCommit(() -> counted.forEach((line, number) -> updateCount(line, new DayCount(today, number))));
    }

    private void updateCount(String line, DayCount latest) {
        DayCount before = latestCounts.put(line, latest);
        if (before == null) {
            newLineListener.accept(line);
        }
        boolean wasBelow = before == null || before.day.isBefore(latest.day) || before.messages <= advisedPerDay;
        if (latest.messages > advisedPerDay && wasBelow) {
            LOG.warn(
                    "line {} has sent and received {} messages today; Linq advises at most {} a day",
                    MaskedLine.of(line),
                    latest.messages,
                    advisedPerDay);
        }
    }

    private static Map<String, Long> readCounts(Handle handle, Collection<String> lines, LocalDate day) {
        return byLine(handle.createQuery(Database.sql("mailbox/find-line-day-counts"))
                .bindArray("lines", String.class, lines)
                .bind("day", day)
                .mapTo(LineDay.class)
                .list());
    }

    private static Map<String, Long> byLine(List<LineDay> rows) {
        return rows.stream().collect(Collectors.toMap(LineDay::line, LineDay::messages));
    }

    /** Messages that lines have sent and received today. */
    public Map<String, Long> countToday(Handle handle, Collection<String> lines, Instant now) {
        return readCounts(handle, lines, day(now));
    }

    /** Whether a line with so many messages today sends no more. */
    public boolean isReached(long messages) {
        return maxPerDay.isPresent() && messages >= maxPerDay.getAsLong();
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
