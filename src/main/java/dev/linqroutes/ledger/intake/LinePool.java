package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.LineQuota;
import dev.linqroutes.ledger.mailbox.LineState;
import dev.linqroutes.ledger.mailbox.LineStates;
import dev.linqroutes.ledger.mailbox.NewConversations;
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
    LineChooser chooser(Handle handle, Instant now) {
        return new LineChooser(weights, () -> readUse(handle, now));
    }

    /** Chooses as intake would at this moment, for commands that are not accepted. */
    public LineChooser chooser(Database database, Instant now) {
        return new LineChooser(
                weights,
                () -> LedgerTransaction.run(database, 1, "read the use of lines", handle -> readUse(handle, now)));
    }

    private LineChooser.Use readUse(Handle handle, Instant now) {
        List<String> lines = List.copyOf(weights.keySet());
        Map<String, NewConversations.Use> use = conversations.readUse(handle, lines, now);
        Map<String, Long> started = new HashMap<>();
        use.forEach((line, ofLine) -> started.put(line, ofLine.total()));
        Map<String, Long> messages = quota.countToday(handle, lines, now);
        Set<String> withoutRoom = new HashSet<>(handle.createQuery(Database.sql("intake/paused-lines"))
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
}
