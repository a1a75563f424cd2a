package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The lines among which new groups are shared whose commands name none. A group goes to the line with the most room: the fewest new
 * conversations within 24 hours and groups yet to be made, in relation to its weight; of equals the one with fewer messages today.
 * A line that is paused, is not healthy or has reached its messages of the day is taken only if all are: its groups wait. One that has
 * to show that it is healthy again gets a single group for that.
 */
public final class LinePool {
    /** So long a process counts with what it has read, and accepted itself since: to count means to read thousands of rows. */
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final Map<String, Long> weights;
    private final NewConversations conversations;
    private final LineQuota quota;
    private final LineStates states;
    private volatile Counts latest = new Counts(Map.of(), Instant.MAX);

    private record Counts(Map<String, NewConversations.Use> byLine, Instant readAt) {
        boolean isCurrent(Instant now) {
            return !now.isBefore(readAt) && now.isBefore(readAt.plus(MAX_AGE));
        }

        Counts plus(Map<String, Long> accepted) {
            Map<String, NewConversations.Use> sum = new HashMap<>(byLine);
            accepted.forEach((line, groups) -> sum.computeIfPresent(
                    line, (each, use) -> new NewConversations.Use(use.inLastDay(), use.creating() + groups)));
            return new Counts(sum, readAt);
        }
    }

    /** @param weights by line; a line of weight 2 gets twice as many groups as one of weight 1 */
    public LinePool(Map<String, Long> weights, NewConversations conversations, LineQuota quota, LineStates states) {
        this.weights = Map.copyOf(weights);
        this.conversations = conversations;
        this.quota = quota;
        this.states = states;
    }

    /** Those of the pool; empty for a single line, of which there is no choice. */
    Set<String> several() {
        return weights.size() > 1 ? weights.keySet() : Set.of();
    }

    /** Whether a line has room for another of the new conversations that are advised for a day. */
    boolean isWithinAdvice(long conversationsOfLine) {
        return !conversations.isAboveAdvice(conversationsOfLine);
    }

    /** Chooses for groups in one transaction. */
    public LineChooser chooser(Handle handle, Instant now) {
        LineChooser chooser = new LineChooser(weights, () -> readUse(handle, now));
        handle.afterCommit(() -> count(chooser.taken()));
        return chooser;
    }

    private synchronized void count(Map<String, Long> accepted) {
        latest = latest.plus(accepted);
    }

    /** Chooses as intake would at this moment, for commands that are not accepted. */
    public LineChooser chooser(Database database, Instant now) {
        return new LineChooser(
                weights,
                () -> LedgerTransaction.run(database, 1, "read the use of lines", handle -> readUse(handle, now)));
    }

    private LineChooser.Use readUse(Handle handle, Instant now) {
        List<String> lines = List.copyOf(weights.keySet());
        Map<String, NewConversations.Use> use = counts(handle, lines, now);
        Map<String, Long> started = new HashMap<>();
        use.forEach((line, ofLine) -> started.put(line, ofLine.total()));
        Map<String, Long> messages = quota.countToday(handle, lines, now);
        Set<String> withoutRoom = new HashSet<>(handle.createQuery(Database.sql("mailbox/paused-lines"))
                .bindArray("lines", String.class, lines)
                .mapTo(String.class)
                .list());
        Set<String> withRoomForOne = new HashSet<>();
        Map<String, LineState> known = new HashMap<>(states.find(handle));
        known.keySet().retainAll(lines);
        known.forEach((line, state) -> {
            if (state.problem(now).isPresent()
                    || (state.isOnProbation(now) && use.get(line).creating() > 0)) {
                withoutRoom.add(line);
            } else if (state.isOnProbation(now)) {
                withRoomForOne.add(line);
            }
        });
        messages.forEach((line, number) -> {
            if (quota.isReached(number)) {
                withoutRoom.add(line);
            }
        });
        return new LineChooser.Use(started, messages, withoutRoom, withRoomForOne);
    }

    private Map<String, NewConversations.Use> counts(Handle handle, List<String> lines, Instant now) {
        Counts counts = latest;
        if (!counts.isCurrent(now)) {
            counts = new Counts(conversations.readUse(handle, lines, now), now);
            latest = counts;
        }
        return counts.byLine;
    }
}
