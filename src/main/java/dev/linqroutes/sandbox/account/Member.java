package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A person or line in a chat, Linq's ChatHandle (reference 2.1).
 *
 * @param status {@code active}, {@code left} or {@code removed}; former members remain in the chat's handles
 * @param leftAt present unless active
 * @param isMe whether this is the account's own line
 */
public record Member(
        String id,
        String handle,
        String service,
        Instant joinedAt,
        Optional<Instant> leftAt,
        String status,
        boolean isMe) {

    static Member joined(String handle, String service, boolean isMe, Instant at) {
        return new Member(UUID.randomUUID().toString(), handle, service, at, Optional.empty(), "active", isMe);
    }

    public boolean isActive() {
        return leftAt.isEmpty();
    }

    Member departed(String how, Instant at) {
        return new Member(id, handle, service, joinedAt, Optional.of(at), how, isMe);
    }

    Member reachedBy(String newService) {
        return new Member(id, handle, newService, joinedAt, leftAt, status, isMe);
    }

    Member rejoined(String newService, Instant at) {
        return new Member(id, handle, newService, at, Optional.empty(), "active", isMe);
    }

    public JsonNode json() {
        ObjectNode json = JsonTrees.object()
                .put("id", id)
                .put("handle", handle)
                .put("service", service)
                .put("joined_at", joinedAt.toString());
        json.set("left_at", JsonTrees.textOrNull(leftAt));
        return json.put("status", status).put("is_me", isMe);
    }

    static Member read(JsonNode json) {
        return new Member(
                json.required("id").textValue(),
                json.required("handle").textValue(),
                json.required("service").textValue(),
                JsonTrees.instant(json, "joined_at"),
                JsonTrees.text(json, "left_at").map(Instant::parse),
                json.required("status").textValue(),
                json.required("is_me").booleanValue());
    }
}
