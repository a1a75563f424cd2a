package dev.linqroutes.ledger;

import dev.linqroutes.ledger.RowTypes.LineDay;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the messages of each line and day, and stops a line that has sent all it may (reference 1.4). Days are UTC. */
public final class Lines {
    private static final Logger LOG = LoggerFactory.getLogger(Lines.class);

    private final Clock clock;
    private final long advised;
    private final OptionalLong most;
    private final Map<String, Sent> latest = new ConcurrentHashMap<>();
    private volatile Consumer<String> whenSeen = line -> {};

    private record Sent(LocalDate day, long messages) {}

    /**
     * @param advised a line that sends more on a day is warned about
     * @param most a line sends no more on a day; empty for no limit
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

    /** What a line has sent today, as far as this process has seen. */
    public long sentToday(String line) {
        Sent sent = latest.get(line);
        return sent == null || !sent.day.equals(day(clock.instant())) ? 0 : sent.messages;
    }

    /** The lines that may send no more today, each with the end of the day. */
    Map<String, Instant> full(Handle handle, Collection<String> lines, Instant now) {
        Map<String, Instant> full = new HashMap<>();
        if (most.isEmpty() || lines.isEmpty()) {
            return full;
        }
        LocalDate today = day(now);
        sent(handle, lines, today).forEach((line, messages) -> {
            if (messages >= most.getAsLong()) {
                full.put(line, today.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
            }
        });
        return full;
    }

    /** Adds messages that went out now. */
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
        days.execute();
        counts.execute();
        sent(handle, messages.keySet(), today).forEach((line, number) -> remember(line, new Sent(today, number)));
    }

    private void remember(String line, Sent now) {
        Sent before = latest.put(line, now);
        if (before == null) {
            whenSeen.accept(line);
        }
        boolean less = before == null || before.day.isBefore(now.day) || before.messages <= advised;
        if (now.messages > advised && less) {
            LOG.warn(
                    "line {} has sent {} messages today, Linq advises {} a day at most",
                    masked(line),
                    now.messages,
                    advised);
        }
    }

    private static Map<String, Long> sent(Handle handle, Collection<String> lines, LocalDate day) {
        Map<String, Long> sent = new HashMap<>();
        handle.createQuery(Database.sql("line-days"))
                .bindArray("lines", String.class, lines)
                .bind("day", day)
                .mapTo(LineDay.class)
                .forEach(row -> sent.put(row.line(), row.sent()));
        return sent;
    }

    /** The last four digits tell lines apart. */
    public static String masked(String line) {
        return "…" + line.substring(Math.max(0, line.length() - 4));
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
