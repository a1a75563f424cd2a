package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;

/**
 * A message the account sent. It counts as sent the moment it is accepted; in a group nothing later ever follows
 * (reference 5).
 */
record Message(String id, String chatId, Content content, Instant createdAt) {

    static Message of(Chat chat, Content content, Instant at) {
        return new Message(UUID.randomUUID().toString(), chat.id(), content, at);
    }

    Message edited(int part, String text) {
        return new Message(id, chatId, content.withText(part, text), createdAt);
    }

    JsonNode json() {
        ObjectNode json = Json.object().put("id", id).put("chat_id", chatId);
        json.set("content", content.json());
        return json.put("created_at", createdAt.toString());
    }

    static Message read(JsonNode json) {
        return new Message(
                json.required("id").textValue(),
                json.required("chat_id").textValue(),
                Content.read(json.required("content")),
                Json.instant(json, "created_at"));
    }
}
