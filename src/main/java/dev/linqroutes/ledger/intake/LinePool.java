package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.mailbox.LineQuota;
import dev.linqroutes.ledger.mailbox.LineStates;
import dev.linqroutes.ledger.mailbox.NewConversations;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The lines among which new groups are shared whose commands name none. A group goes to the line with the most room: the fewest new
 * conversations within 24 hours and groups yet to be made, in relation to its weight; of equals the one with fewer messages today.
 * A line that is paused, is not healthy or has reached its messages of the day is taken only if all are: its groups wait.
 */
public final class LinePool {
    /** More groups than that to be made make a line no fuller. */
    private static final int MAX_COUNTED = 100_000;

    private final Map<String, Long> weights;
    private final NewConversations conversations;
    private final LineQuota quota;
    private final LineStates states;

    /** @param weights by line; a line of weight 2 gets twice as many groups as one of weight 1 */
    public LinePool(Map<String, Long> weights, NewConversations conversations, LineQuota quota, LineStates states) {
        this.weights = Map.copyOf(weights);
        this.conversations = conversations;
        this.quota = quota;
        this.states = states;
    }

    /** Chooses for the commands that one transaction accepts. */
    Chooser chooser(Handle handle, Instant now) {
        return new Chooser(handle, now);
    }

    /** Reads the ledger when the first line is chosen. */
    final class Chooser {
        private final Handle handle;
        private final Instant now;
        private final Map<String, Long> groups = new HashMap<>();
        private Map<String, Long> messages = Map.of();
        private Set<String> withoutRoom = Set.of();

        private Chooser(Handle handle, Instant now) {
            this.handle = handle;
            this.now = now;
        }

        boolean contains(String line) {
            return weights.containsKey(line);
        }

        /** The line for another new group. */
        String choose() {
            if (groups.isEmpty()) {
                read();
            }
            String line = weights.keySet().stream()
                    .min(Comparator.<String, Boolean>comparing(withoutRoom::contains)
                            .thenComparingDouble(each -> inRelation(groups.get(each) + 1, each))
                            .thenComparingDouble(each -> inRelation(messages.getOrDefault(each, 0L), each))
                            .thenComparing(Comparator.naturalOrder()))
                    .orElseThrow(() -> new IllegalStateException("there is no pool of lines (linq.lines)"));
            take(line);
            return line;
        }

        /** Counts a new group of a line that was not chosen here. */
        void take(String line) {
            groups.computeIfPresent(line, (each, number) -> number + 1);
        }

        private double inRelation(long number, String line) {
            return (double) number / weights.get(line);
        }

        private void read() {
            List<String> lines = List.copyOf(weights.keySet());
            Map<String, Long> started = conversations.count(handle, lines, now);
            lines.forEach(line -> groups.put(line, started.getOrDefault(line, 0L) + countCreating(line)));
            messages = quota.countToday(handle, lines, now);
            withoutRoom = new HashSet<>(handle.createQuery(Database.sql("intake/paused-lines"))
                    .bindArray("lines", String.class, lines)
                    .mapTo(String.class)
                    .list());
            withoutRoom.addAll(states.findUnhealthy(handle).keySet());
            messages.forEach((line, number) -> {
                if (quota.isReached(number)) {
                    withoutRoom.add(line);
                }
            });
        }

        private long countCreating(String line) {
            return handle.createQuery(Database.sql("intake/count-creating-groups"))
                    .bind("line", line)
                    .bind("limit", MAX_COUNTED)
                    .mapTo(Long.class)
                    .one();
        }
    }
}
