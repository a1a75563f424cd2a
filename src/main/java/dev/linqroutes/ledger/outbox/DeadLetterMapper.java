package dev.linqroutes.ledger.outbox;

import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.model.CommandRefusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the dead letter of a refused record: key, value and headers as received, plus headers with reason and origin. */
public final class DeadLetterMapper {
    private DeadLetterMapper() {}

    /**
     * Empty for a row of a file, which stays in its file. Empty also for a duplicate: no action is needed, a replay would be
     * a duplicate again, and the outcome names both places.
     */
    public static Optional<OutboxRecord> of(CommandRefusal refusal, String topic) {
        if (refusal.isDuplicate()) {
            return Optional.empty();
        }
        return refusal.origin().record().map(received -> {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("linq-error-status", refusal.status().word());
            // Truncated, because the record may be large by itself; the outcome has the whole text.
            headers.put(
                    "linq-error-message",
                    StorableText.ofMessage(refusal.problems().stream()
                            .map(CommandRefusal.Reason::describe)
                            .collect(Collectors.joining("; "))));
            headers.put("linq-error-place", refusal.origin().place());
            headers.put("linq-error-source-id", refusal.origin().sourceId());
            refusal.commandId().ifPresent(id -> headers.put("linq-error-command-id", id));
            received.headers().ifPresent(packed -> headers.put(Outbox.RECEIVED_HEADERS, packed));
            return new OutboxRecord(topic, received.key(), received.value(), headers);
        });
    }
}
