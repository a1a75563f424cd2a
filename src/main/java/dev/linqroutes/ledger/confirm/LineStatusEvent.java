package dev.linqroutes.ledger.confirm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.chat.ChatReader;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.mailbox.LineReport;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Events that tell the status and the rating of a line (reference 4.9). */
final class LineStatusEvent {
    private static final String TYPE = "phone_number.status_updated";

    private LineStatusEvent() {}

    /**
     * What the event says of its line; empty for all other events.
     *
     * @param now its time if it has none
     */
    static Optional<LineReport> read(VerifiedEvent event, Instant now) {
        if (!event.eventType().equals(TYPE)) {
            return Optional.empty();
        }
        try {
            JsonNode data = LedgerJson.MAPPER.readTree(event.body()).path("data");
            return text(data.path("phone_number"))
                    .map(line -> new LineReport(
                            line,
                            text(data.path("new_status")),
                            text(data.path("new_reputation")),
                            ChatReader.readTime(data.path("changed_at")).orElse(now)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.ofNullable(value.textValue());
    }
}
