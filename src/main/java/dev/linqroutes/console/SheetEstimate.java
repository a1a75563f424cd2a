package dev.linqroutes.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.files.check.LineLoad;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Adds up what the good rows of a sheet come to, and how long sending them takes. Linq's limit is on messages from a line to a recipient
 * (reference 1.4), read strictly: a person in many groups is sent all of their messages.
 */
final class SheetEstimate {
    private final int messagesPerMinute;
    private final long advisedMessagesPerDay;
    private final Map<Long, Integer> messagesByPair = new HashMap<>();
    private volatile LineLoad lines;
    private final Map<String, Long> messagesByLine = new TreeMap<>();
    private final Map<String, Long> commands = new TreeMap<>();
    private long groups;
    private long calls;
    private long messages;
    private int busiestPair;

    /**
     * @param messagesPerMinute that a group is sent at most
     * @param advisedMessagesPerDay of a line
     * @param newConversations limits of a line
     */
    SheetEstimate(int messagesPerMinute, long advisedMessagesPerDay, LineLoad.Limits newConversations) {
        this.messagesPerMinute = messagesPerMinute;
        this.advisedMessagesPerDay = advisedMessagesPerDay;
        this.lines = new LineLoad(newConversations);
    }

    void add(PlannedCommand command) {
        PlannedCall first = command.calls().get(0);
        int sent = (int)
                command.calls().stream().filter(call -> call.kind().isMessage()).count();
        commands.merge(command.type(), 1L, Long::sum);
        calls += command.calls().size();
        messages += sent;
        // Replaced when all rows are checked, with what is known of the groups.
        lines.add(command, Optional.empty());
        if (first.kind() == CallKind.CREATE_CHAT) {
            addGroup(ChatPreview.parse(first.body()), sent);
        }
    }

    /** Of all rows, with what the lines do without the sheet. */
    void setLines(LineLoad complete) {
        lines = complete;
    }

    private void addGroup(JsonNode create, int sent) {
        String line = create.path("from").asText();
        groups++;
        messagesByLine.merge(line, (long) sent, Long::sum);
        for (JsonNode member : create.path("to")) {
            // A hash for each pair, since the numbers themselves would take too much memory.
            long pair = 31L * line.hashCode() + ((long) member.asText().hashCode() << 20);
            busiestPair = Math.max(busiestPair, messagesByPair.merge(pair, sent, Integer::sum));
        }
    }

    /** How many there are of each type. */
    Map<String, Long> commands() {
        return new TreeMap<>(commands);
    }

    long groups() {
        return groups;
    }

    long messages() {
        return messages;
    }

    /** Different recipients of each line. */
    long people() {
        return messagesByPair.size();
    }

    /** To groups, of whatever line. */
    long addedPeople() {
        return lines.addedPeople();
    }

    /**
     * Time to make all calls.
     *
     * @param workers that make calls at a time
     * @param callTime that Linq takes for a call
     */
    Duration time(int workers, Duration callTime) {
        Duration byWorkers = callTime.multipliedBy(calls).dividedBy(workers);
        Duration byLimit = Duration.ofMinutes(busiestPair / messagesPerMinute);
        return Stream.of(byWorkers, byLimit, lines.time())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** What Linq advises against, and what is spread over days; for a person. */
    List<String> advice() {
        List<String> advice = new ArrayList<>();
        lines.notes().forEach(advice::add);
        lines.lines().stream()
                .filter(LineLoad.Line::isRemarkable)
                .map(LineLoad.Line::description)
                .forEach(advice::add);
        messagesByLine.forEach((line, number) -> {
            if (number > advisedMessagesPerDay) {
                advice.add("line " + line + " would send " + number + " messages; Linq advises at most "
                        + advisedMessagesPerDay + " a day for each");
            }
        });
        return advice;
    }
}
