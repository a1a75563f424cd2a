package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.Optional;

/**
 * An action of the account in a chat other than a message. Actions are kept in order, so that tests can assert that one was done once.
 *
 * @param kind {@code reaction}, {@code edit}, {@code background}, {@code contact_card}, {@code typing_started}, {@code
 *     typing_stopped}, {@code read}, {@code location_request}, or what people share: {@code location_shared}, {@code
 *     location_unshared}
 * @param messageId the affected message, if any
 * @param detail the content of the request
 */
public record ChatAction(String chatId, String kind, Optional<String> messageId, JsonNode detail, Instant at) {

    public boolean isAbout(String wantedKind, String wantedMessageId) {
        return kind.equals(wantedKind) && messageId.equals(Optional.of(wantedMessageId));
    }

    /** Approximate bytes of memory. */
    long weight() {
        return 2 * Weights.OBJECT + Weights.of(detail);
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
