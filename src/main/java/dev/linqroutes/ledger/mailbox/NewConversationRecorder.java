package dev.linqroutes.ledger.mailbox;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Counts the new conversations among calls that Linq has accepted, and warns the producers of those above Linq's advice. */
final class NewConversationRecorder {
    private final NewConversations conversations;

    NewConversationRecorder(NewConversations conversations) {
        this.conversations = conversations;
    }

    /**
     * @param accepted calls that were not recorded before, in their order
     * @param lockedNext commands that the transaction locks after this
     */
    void record(Handle handle, List<PendingResult> accepted, Collection<String> lockedNext, Instant now) {
        List<PendingResult> started = accepted.stream()
                .filter(each -> each.call().kind().startsConversation()
                        && each.mailbox().line().isPresent())
                .toList();
        Map<String, Integer> byLine = new HashMap<>();
        started.forEach(each -> byLine.merge(line(each), 1, Integer::sum));
        Map<String, Long> totals = conversations.record(handle, byLine, now);
        Map<String, List<String>> warnings = new HashMap<>();
        Map<String, Long> numbers = new HashMap<>();
        for (PendingResult each : started) {
            String line = line(each);
            long number = numbers.merge(line, totals.get(line) - byLine.get(line) + 1, (before, first) -> before + 1);
            if (conversations.isAboveAdvice(number)) {
                warnings.putIfAbsent(each.call().commandId(), List.of(conversations.describe(number)));
            }
        }
        // One is enough for a command that adds many people.
        LateWarnings.add(handle, warnings, lockedNext, known -> known.contains(NewConversations.SETTING));
    }

    private static String line(PendingResult each) {
        return each.mailbox().line().orElseThrow();
    }
}
