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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the messages of each line and day, sent and received, and stops a line that may send no more (reference 1.4). Days
 * are UTC.
 */
public final class LineQuota {
    private static final Logger LOG = LoggerFactory.getLogger(LineQuota.class);
    private static final Duration RECHECK_DELAY = Duration.ofSeconds(1);

    private final Clock clock;
    private final long advisedPerDay;
    private final OptionalLong maxPerDay;
    private final Map<String, DayCount> latestCounts = new ConcurrentHashMap<>();
    private volatile Consumer<String> newLineListener = line -> {};

    private record DayCount(LocalDate day, long messages) {}

    /**
     * How much a mailbox may send of what is left of its line's day.
     *
     * @param nextGrantAt when it may ask for more
     */
    record Grant(long messages, Instant nextGrantAt) {}

    /** What is left of the day of each line, to be shared out. */
    static final class Grants {
        private final Map<String, Grant> remaining = new HashMap<>();

        /** As much as the mailbox wants if there is that much; empty where nothing limits the line. */
        Optional<Grant> grant(String line, long wanted) {
            Grant rest = remaining.get(line);
            if (rest == null) {
                return Optional.empty();
            }
            long given = Math.min(wanted, rest.messages);
            remaining.put(line, new Grant(rest.messages - given, rest.nextGrantAt));
            return Optional.of(new Grant(given, rest.nextGrantAt));
        }
    }

    /**
     * @param advised a line with more on a day is warned about
     * @param most a line with so many on a day sends no more; empty for no limit
     */
    public LineQuota(Clock clock, long advised, OptionalLong most) {
        this.clock = clock;
        this.advisedPerDay = advised;
        this.maxPerDay = most;
    }

    /** From now on told of each line that is seen for the first time. */
    public void onNewLine(Consumer<String> listener) {
        newLineListener = listener;
    }

    /** What a line has sent and received today, as far as this process has seen. */
    public long messagesToday(String line) {
        DayCount count = latestCounts.get(line);
        return count == null || !count.day.equals(day(clock.instant())) ? 0 : count.messages;
    }

    /**
     * What is left of the lines' day.
     *
     * @param shared what mailboxes in hand may send of it already, or have sent
     */
    Grants readRemaining(Handle handle, Collection<String> lines, Map<String, Long> shared, Instant now) {
        Grants shares = new Grants();
        if (maxPerDay.isEmpty() || lines.isEmpty()) {
            return shares;
        }
        LocalDate today = day(now);
        Instant tomorrow = today.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        Map<String, Long> counted = readCounts(handle, lines, today);
        for (String line : lines) {
            long left = maxPerDay.getAsLong() - counted.getOrDefault(line, 0L);
            long free = Math.max(0, left - shared.getOrDefault(line, 0L));
            // A mailbox in hand may give back what it does not need.
            shares.remaining.put(line, new Grant(free, left <= 0 ? tomorrow : now.plus(RECHECK_DELAY)));
        }
        return shares;
    }

    /** Adds messages that went out or came in now. */
    public void recordMessages(Handle handle, Map<String, Integer> messages, Instant now) {
        if (messages.isEmpty()) {
            return;
        }
        LocalDate today = day(now);
        PreparedBatch days = handle.prepareBatch(Database.sql("mailbox/insert-line-day"));
        PreparedBatch counts = handle.prepareBatch(Database.sql("mailbox/add-line-messages"));
        // One lock order for everybody.
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

    private void updateCount(String line, DayCount now) {
        DayCount before = latestCounts.put(line, now);
        if (before == null) {
            newLineListener.accept(line);
        }
        boolean less = before == null || before.day.isBefore(now.day) || before.messages <= advisedPerDay;
        if (now.messages > advisedPerDay && less) {
            LOG.warn(
                    "line {} has sent and received {} messages today, Linq advises {} a day at most",
                    MaskedLine.of(line),
                    now.messages,
                    advisedPerDay);
        }
    }

    private static Map<String, Long> readCounts(Handle handle, Collection<String> lines, LocalDate day) {
        Map<String, Long> counted = new HashMap<>();
        handle.createQuery(Database.sql("mailbox/find-line-day-counts"))
                .bindArray("lines", String.class, lines)
                .bind("day", day)
                .mapTo(LineDay.class)
                .forEach(row -> counted.put(row.line(), row.messages()));
        return counted;
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
