package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * Something the account did in a chat that is no message: kept in order, so that a test can ask whether it was done once.
 *
 * @param kind {@code reaction}, {@code edit}, {@code background} or {@code contact_card}
 * @param messageId the message it was done to, if any
 * @param detail what was asked for
 */
record Action(String chatId, String kind, Optional<String> messageId, JsonNode detail, Instant at) {

    boolean isAbout(String wantedKind, String wantedMessageId) {
        return kind.equals(wantedKind) && messageId.equals(Optional.of(wantedMessageId));
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("chat_id", chatId).put("kind", kind);
        json.set("message_id", Json.textOrNull(messageId));
        json.set("detail", detail);
        return json.put("at", at.toString());
    }

    static Action read(JsonNode json) {
        return new Action(
                json.required("chat_id").textValue(),
                json.required("kind").textValue(),
                Json.text(json, "message_id"),
                json.required("detail"),
                Json.instant(json, "at"));
    }
}
