package dev.linqroutes.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.chat.ChatReader;
import dev.linqroutes.ledger.chat.ChatState;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the state of a chat from an event (reference 4.6 to 4.9). */
final class ChatEventReader {
    private ChatEventReader() {}

    /** @param happenedAt used where the event's data has no time of the change */
    static ChatState read(String type, JsonNode data, Instant happenedAt) {
        return switch (type) {
            case "chat.created" -> ChatReader.readChat(data, happenedAt);
            case "chat.group_name_updated" ->
                ChatState.withName(ChatReader.readName(data.path("new_value")), updatedAt(data, happenedAt));
            case "chat.group_icon_updated" ->
                ChatReader.readIcon(data.path("new_value"), updatedAt(data, happenedAt))
                        .map(icon -> ChatState.withIcon(icon.value(), icon.since()))
                        .orElse(ChatState.UNKNOWN);
            case "participant.added" -> readMember(data, "active", "added_at", happenedAt);
            case "participant.removed" -> readMember(data, "removed", "removed_at", happenedAt);
            default -> ChatState.withGroupFlag(isGroup(data));
        };
    }

    private static Instant updatedAt(JsonNode data, Instant happenedAt) {
        return ChatReader.readTime(data.path("updated_at")).orElse(happenedAt);
    }

    /** Only {@code handle} is always present. */
    private static ChatState readMember(JsonNode data, String status, String timeField, Instant happenedAt) {
        Instant at = ChatReader.readTime(data.path(timeField)).orElse(happenedAt);
        JsonNode participant = data.path("participant");
        ObjectNode member = participant.isObject() ? participant.deepCopy() : JsonNodeFactory.instance.objectNode();
        if (!member.path("handle").isTextual()) {
            member.set("handle", data.path("handle"));
        }
        boolean left =
                status.equals("removed") && member.path("status").asText().equals("left");
        return ChatReader.readMember(member, Optional.of(left ? "left" : status), at)
                .map(ChatState::withMember)
                .orElse(ChatState.UNKNOWN);
    }

    /** Reads both payload versions; empty if the event does not contain it. */
    static Optional<Boolean> isGroup(JsonNode data) {
        return Stream.of(data.at("/chat/is_group"), data.path("is_group"))
                .filter(JsonNode::isBoolean)
                .map(JsonNode::booleanValue)
                .findFirst();
    }
}
