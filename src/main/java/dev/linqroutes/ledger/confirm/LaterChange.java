package dev.linqroutes.ledger.confirm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.model.CallKind;
import java.util.Optional;

/**
 * A call that was sent after another one to change the same chat, or may have been: what Linq shows by now may be its work.
 *
 * @param body JSON
 */
public record LaterChange(String commandId, CallKind kind, String body) {

    /** A field of the request, if it has it as text. */
    public Optional<String> textField(String name) {
        JsonNode value = LedgerJson.read(body).path(name);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }
}
