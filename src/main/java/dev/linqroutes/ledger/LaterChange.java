package dev.linqroutes.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A call that was sent after another one to change the same chat, or may have been: what Linq shows by now may be its work.
 *
 * @param body JSON
 */
public record LaterChange(String commandId, CallKind kind, String body) {

    /** A field of the request, if it has it as text. */
    public Optional<String> field(String name) {
        JsonNode value = Json.read(body).path(name);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }
}
