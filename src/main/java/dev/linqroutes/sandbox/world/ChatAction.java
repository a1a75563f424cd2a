package dev.linqroutes.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.Optional;

/**
 * Something the account did in a chat that is no message: kept in order, so that a test can ask whether it was done once.
 *
 * @param kind {@code reaction}, {@code edit}, {@code background} or {@code contact_card}
 * @param messageId the message it was done to, if any
 * @param detail what was asked for
 */
public record ChatAction(String chatId, String kind, Optional<String> messageId, JsonNode detail, Instant at) {

    public boolean isAbout(String wantedKind, String wantedMessageId) {
        return kind.equals(wantedKind) && messageId.equals(Optional.of(wantedMessageId));
    }

    public ObjectNode json() {
        ObjectNode json = JsonTrees.object().put("chat_id", chatId).put("kind", kind);
        json.set("message_id", JsonTrees.textOrNull(messageId));
        json.set("detail", detail);
        return json.put("at", at.toString());
    }

    static ChatAction read(JsonNode json) {
        return new ChatAction(
                json.required("chat_id").textValue(),
                json.required("kind").textValue(),
                JsonTrees.text(json, "message_id"),
                json.required("detail"),
                JsonTrees.instant(json, "at"));
    }
}
