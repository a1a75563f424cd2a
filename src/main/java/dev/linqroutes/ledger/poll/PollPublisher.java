package dev.linqroutes.ledger.poll;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.ledger.poll.PollRowTypes.PollRow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Makes the records of polls for the topic of polls; their format is {@code poll.schema.json}. */
public final class PollPublisher {
    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

    private PollPublisher() {}

    /** @param groupRef of the poll's chat */
    static OutboxRecord record(
            OutboxTopics topics, PollRow row, Optional<String> groupRef, PollState state, Instant now) {
        return OutboxRecord.withKey(
                topics.polls(), row.messageId(), LedgerJson.bytes(toJson(row, groupRef, state, now)), HEADERS);
    }

    /** The record that deletes a poll from the topic. */
    public static OutboxRecord tombstone(OutboxTopics topics, String messageId) {
        return OutboxRecord.withKey(topics.polls(), messageId, null, Map.of());
    }

    private static ObjectNode toJson(PollRow row, Optional<String> groupRef, PollState state, Instant now) {
        ObjectNode json = LedgerJson.MAPPER.createObjectNode().put("message_id", row.messageId());
        row.chatId().ifPresent(id -> json.put("chat_id", id));
        groupRef.ifPresent(ref -> json.put("group_ref", ref));
        row.commandId().ifPresent(id -> json.put("command_id", id));
        json.put("options_known", state.wholeAt().isPresent());
        ArrayNode options = json.putArray("options");
        state.options().forEach((id, option) -> {
            ObjectNode each = options.addObject()
                    .put("option_id", id)
                    .put("text", option.text().orElse(null))
                    .put("creator_handle", option.creator().orElse(null))
                    .put("votes", option.present().size());
            ArrayNode voters = each.putArray("voters");
            option.present().forEach(vote -> voters.add(vote.handle()));
        });
        json.put("total_voters", state.totalVoters());
        json.put("updated_at", (state.updatedAt().equals(Instant.EPOCH) ? now : state.updatedAt()).toString());
        return json;
    }
}
