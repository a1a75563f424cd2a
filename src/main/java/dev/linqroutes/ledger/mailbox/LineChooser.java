package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Chooses lines for new groups that name none, one after another: see {@link LinePool}. Not thread-safe.
 */
public final class LineChooser {
    private final Map<String, Long> weights;
    private final Supplier<Use> reader;
    private final Map<String, Long> taken = new HashMap<>();
    private Optional<Use> use = Optional.empty();

    /**
     * How the lines are used at the moment.
     *
     * @param conversations that a line has started within 24 hours or has yet to start
     * @param messages of a line today
     * @param withoutRoom lines that are taken only if all are without room
     * @param withRoomForOne lines that have room for one group
     */
    record Use(
            Map<String, Long> conversations,
            Map<String, Long> messages,
            Set<String> withoutRoom,
            Set<String> withRoomForOne) {}

    /** @param reader is asked when the first line is chosen */
    LineChooser(Map<String, Long> weights, Supplier<Use> reader) {
        this.weights = weights;
        this.reader = reader;
    }

    /** Chooses as if the lines had not been used before. */
    public static LineChooser ofUnusedLines(Map<String, Long> weights) {
        return new LineChooser(Map.copyOf(weights), () -> new Use(Map.of(), Map.of(), Set.of(), Set.of()));
    }

    /**
     * The command with a line for its new group. Other commands, and groups of a line, are unchanged.
     *
     * @param before the line of a group that is created again; if it is of the pool it is kept
     */
    public PlannedCommand withLine(PlannedCommand command, Optional<String> before) {
        if (!(command.group() instanceof GroupAddress.NewGroup created)) {
            return command;
        }
        if (!created.isOfAnyLine()) {
            take(created.line());
            return command;
        }
        Optional<String> kept = before.filter(weights::containsKey);
        kept.ifPresent(this::take);
        return command.withLine(kept.orElseGet(this::choose));
    }

    /** How many groups each line was chosen for, or has by their commands. */
    Map<String, Long> taken() {
        return taken;
    }

    private String choose() {
        Use now = readUse();
        String line = weights.keySet().stream()
                .min(Comparator.<String, Boolean>comparing(each -> isWithoutRoom(now, each))
                        .thenComparing(byMostRoom(now)))
                .orElseThrow(() -> new IllegalStateException("there is no pool of lines (linq.lines)"));
        take(line);
        return line;
    }

    /** The lines that have room. */
    Set<String> withRoom() {
        Use now = readUse();
        return weights.keySet().stream()
                .filter(line -> !isWithoutRoom(now, line))
                .collect(Collectors.toSet());
    }

    /**
     * Another line for a group that was accepted before; one that has to show that it is healthy only if there is no other.
     *
     * @param lines that have room
     */
    Optional<String> chooseAgain(Collection<String> lines) {
        Use now = readUse();
        Optional<String> line = lines.stream()
                .min(Comparator.<String, Boolean>comparing(now.withRoomForOne::contains)
                        .thenComparing(byMostRoom(now)));
        line.ifPresent(this::take);
        return line;
    }

    private Use readUse() {
        Use now = use.orElseGet(reader);
        use = Optional.of(now);
        return now;
    }

    private Comparator<String> byMostRoom(Use now) {
        return Comparator.<String>comparingDouble(each -> inRelation(conversations(now, each) + 1, each))
                .thenComparingDouble(each -> inRelation(now.messages.getOrDefault(each, 0L), each))
                .thenComparing(Comparator.naturalOrder());
    }

    private boolean isWithoutRoom(Use now, String line) {
        return now.withoutRoom.contains(line) || (now.withRoomForOne.contains(line) && taken.containsKey(line));
    }

    private void take(String line) {
        taken.merge(line, 1L, Long::sum);
    }

    /** New conversations of a line within 24 hours, with those that it has yet to start. */
    long conversations(String line) {
        return conversations(readUse(), line);
    }

    private long conversations(Use now, String line) {
        return now.conversations.getOrDefault(line, 0L) + taken.getOrDefault(line, 0L);
    }

    private double inRelation(long number, String line) {
        return (double) number / weights.get(line);
    }
}
