package dev.linqroutes.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.chat.ChatReader;
import dev.linqroutes.ledger.poll.PollReader;
import dev.linqroutes.ledger.poll.PollState;
import java.time.Instant;
import java.util.Optional;

/** Reads what an event shows of a poll (reference 0.2, 4.9). */
final class PollEventReader {
    private PollEventReader() {}

    /** @param happenedAt used where the event's data has no time of the change; a vote has none */
    static Optional<PollState> read(String type, JsonNode data, Instant happenedAt) {
        return switch (type) {
            case "poll.sent", "poll.delivered", "poll.read", "poll.received" ->
                PollReader.readPoll(
                        data.path("poll"),
                        ChatReader.readTime(data.path("updated_at")).orElse(happenedAt));
            case "poll.updated" -> PollReader.readAddedOptions(data.path("added_options"), happenedAt);
            case "poll.vote.added" -> PollReader.readVote(data, true, happenedAt);
            case "poll.vote.removed" -> PollReader.readVote(data, false, happenedAt);
            default -> Optional.empty();
        };
    }
}
