package dev.linqroutes.ledger.confirm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.model.CallKind;
import java.util.Optional;

/**
 * A change of the same chat that was sent after a call, or may have been: the chat's present state may be its effect.
 *
 * @param body JSON
 */
public record LaterChange(String commandId, CallKind kind, String body) {

    /** A text field of the request; empty if it is missing or no text. */
    public Optional<String> textField(String name) {
        JsonNode value = LedgerJson.read(body).path(name);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }
}
