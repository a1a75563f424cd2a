package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.UUID;

/**
 * A change of a chat that was answered with 202 and is not applied yet.
 *
 * @param value the new name, the URL of the icon, the JSON of the background, or the handle to add or remove
 * @param traceId of the request
 */
public record PendingChange(String id, String chatId, Kind kind, String value, String traceId, Instant dueAt) {
    /** The value of a change that removes the background. */
    public static final String NO_BACKGROUND = "";

    public enum Kind {
        NAME,
        ICON,
        BACKGROUND,
        ADD,
        REMOVE,
        LEAVE
    }

    public static PendingChange of(Chat chat, Kind kind, String value, String traceId, Instant dueAt) {
        return new PendingChange(UUID.randomUUID().toString(), chat.id(), kind, value, traceId, dueAt);
    }

    /** Approximate bytes of memory. */
    long weight() {
        return 4 * Weights.OBJECT + Weights.of(value);
    }

    JsonNode json() {
        ObjectNode json =
                JsonTrees.object().put("id", id).put("chat_id", chatId).put("kind", kind.name());
        return json.put("value", value).put("trace_id", traceId).put("due_at", dueAt.toString());
    }

    static PendingChange read(JsonNode json) {
        return new PendingChange(
                json.required("id").textValue(),
                json.required("chat_id").textValue(),
                Kind.valueOf(json.required("kind").textValue()),
                json.required("value").textValue(),
                json.required("trace_id").textValue(),
                JsonTrees.instant(json, "due_at"));
    }
}
