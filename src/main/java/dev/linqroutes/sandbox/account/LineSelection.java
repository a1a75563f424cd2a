package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Optional;

/**
 * Why a message without a given line went where it went (reference 2.10); kept for repeated requests.
 *
 * @param previousChatId the chat on a flagged line that was given up, only with {@code FAILOVER_FLAGGED}
 */
public record LineSelection(String messageId, Reason reason, Optional<String> previousChatId) {

    public enum Reason {
        REUSED_ACTIVE_CHAT,
        NEW_BEST_NUMBER,
        FAILOVER_FLAGGED
    }

    JsonNode json() {
        ObjectNode json = JsonTrees.object().put("message_id", messageId).put("reason", reason.name());
        json.set("previous_chat_id", JsonTrees.textOrNull(previousChatId));
        return json;
    }

    static LineSelection read(JsonNode json) {
        return new LineSelection(
                json.required("message_id").textValue(),
                Reason.valueOf(json.required("reason").textValue()),
                JsonTrees.text(json, "previous_chat_id"));
    }
}
