package dev.linqroutes.ledger;

import dev.linqroutes.ledger.MailboxRowTypes.LineDay;
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
public final class Lines {
    private static final Logger LOG = LoggerFactory.getLogger(Lines.class);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final Clock clock;
    private final long advised;
    private final OptionalLong most;
    private final Map<String, Count> latest = new ConcurrentHashMap<>();
    private volatile Consumer<String> whenSeen = line -> {};

    private record Count(LocalDate day, long messages) {}

    /**
     * How much a mailbox may send of what is left of its line's day.
     *
     * @param moreAt when it may ask for more
     */
    record Share(long messages, Instant moreAt) {}

    /** What is left of the day of each line, to be shared out. */
    static final class Shares {
        private final Map<String, Share> left = new HashMap<>();

        /** As much as the mailbox wants if there is that much; empty where nothing limits the line. */
        Optional<Share> of(String line, long wanted) {
            Share rest = left.get(line);
            if (rest == null) {
                return Optional.empty();
            }
            long given = Math.min(wanted, rest.messages);
            left.put(line, new Share(rest.messages - given, rest.moreAt));
            return Optional.of(new Share(given, rest.moreAt));
        }
    }

    /**
     * @param advised a line with more on a day is warned about
     * @param most a line with so many on a day sends no more; empty for no limit
     */
    public Lines(Clock clock, long advised, OptionalLong most) {
        this.clock = clock;
        this.advised = advised;
        this.most = most;
    }

    /** From now on told of each line that is seen for the first time. */
    public void whenSeen(Consumer<String> listener) {
        whenSeen = listener;
    }

    /** What a line has sent and received today, as far as this process has seen. */
    public long messagesToday(String line) {
        Count count = latest.get(line);
        return count == null || !count.day.equals(day(clock.instant())) ? 0 : count.messages;
    }

    /**
     * What is left of the lines' day.
     *
     * @param shared what mailboxes in hand may send of it already, or have sent
     */
    Shares shares(Handle handle, Collection<String> lines, Map<String, Long> shared, Instant now) {
        Shares shares = new Shares();
        if (most.isEmpty() || lines.isEmpty()) {
            return shares;
        }
        LocalDate today = day(now);
        Instant tomorrow = today.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        Map<String, Long> counted = counted(handle, lines, today);
        for (String line : lines) {
            long left = most.getAsLong() - counted.getOrDefault(line, 0L);
            long free = Math.max(0, left - shared.getOrDefault(line, 0L));
            // A mailbox in hand may give back what it does not need.
            shares.left.put(line, new Share(free, left <= 0 ? tomorrow : now.plus(ASK_AGAIN)));
        }
        return shares;
    }

    /** Adds messages that went out or came in now. */
    void count(Handle handle, Map<String, Integer> messages, Instant now) {
        if (messages.isEmpty()) {
            return;
        }
        LocalDate today = day(now);
        PreparedBatch days = handle.prepareBatch(Database.sql("insert-line-day"));
        PreparedBatch counts = handle.prepareBatch(Database.sql("count-line-day"));
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
        Map<String, Long> counted = counted(handle, messages.keySet(), today);
        handle.afterCommit(() -> counted.forEach((line, number) -> remember(line, new Count(today, number))));
    }

    private void remember(String line, Count now) {
        Count before = latest.put(line, now);
        if (before == null) {
            whenSeen.accept(line);
        }
        boolean less = before == null || before.day.isBefore(now.day) || before.messages <= advised;
        if (now.messages > advised && less) {
            LOG.warn(
                    "line {} has sent and received {} messages today, Linq advises {} a day at most",
                    LineName.of(line),
                    now.messages,
                    advised);
        }
    }

    private static Map<String, Long> counted(Handle handle, Collection<String> lines, LocalDate day) {
        Map<String, Long> counted = new HashMap<>();
        handle.createQuery(Database.sql("line-days"))
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
