package dev.linqroutes.ledger.outbox;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of the topics that the outbox sends to. */
public record OutboxTopics(
        String outcomes, String deadLetters, String events, String groups, String polls, String audit) {

    /** Topics of which only the last record of a key matters. */
    public Set<String> compacted() {
        return Stream.of(groups, polls).collect(Collectors.toSet());
    }
}
