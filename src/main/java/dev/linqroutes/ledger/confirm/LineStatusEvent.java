package dev.linqroutes.ledger.confirm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.db.LedgerJson;
import java.io.IOException;
import java.util.Map;

/** Events that tell the status of a line (reference 4.9). */
final class LineStatusEvent {
    private static final String TYPE = "phone_number.status_updated";

    private LineStatusEvent() {}

    /** The status of the line that the event is about; empty for all other events, and for one that does not say it. */
    static Map<String, String> read(VerifiedEvent event) {
        if (!event.eventType().equals(TYPE)) {
            return Map.of();
        }
        try {
            JsonNode data = LedgerJson.MAPPER.readTree(event.body()).path("data");
            JsonNode line = data.path("phone_number");
            JsonNode status = data.path("new_status");
            return line.isTextual() && status.isTextual() ? Map.of(line.textValue(), status.textValue()) : Map.of();
        } catch (IOException e) {
            return Map.of();
        }
    }
}
