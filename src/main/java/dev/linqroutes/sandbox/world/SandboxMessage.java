package dev.linqroutes.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.UUID;

/**
 * A message of the account. It counts as sent once accepted; in a group no later state follows (reference 5).
 */
public record SandboxMessage(String id, String chatId, MessageContent content, Instant createdAt) {

    public static SandboxMessage of(Chat chat, MessageContent content, Instant at) {
        return new SandboxMessage(UUID.randomUUID().toString(), chat.id(), content, at);
    }

    public SandboxMessage edited(int part, String text) {
        return new SandboxMessage(id, chatId, content.withText(part, text), createdAt);
    }

    JsonNode json() {
        ObjectNode json = JsonTrees.object().put("id", id).put("chat_id", chatId);
        json.set("content", content.json());
        return json.put("created_at", createdAt.toString());
    }

    static SandboxMessage read(JsonNode json) {
        return new SandboxMessage(
                json.required("id").textValue(),
                json.required("chat_id").textValue(),
                MessageContent.read(json.required("content")),
                JsonTrees.instant(json, "created_at"));
    }
}
