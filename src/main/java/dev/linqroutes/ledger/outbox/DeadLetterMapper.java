package dev.linqroutes.ledger.outbox;

import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.model.CommandRefusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the dead letter of a refused record: key, value and headers as received, and headers that say why and whence. */
public final class DeadLetterMapper {
    private DeadLetterMapper() {}

    /**
     * Empty where the command did not come from a topic: a row stays in its file. Empty also for a duplicate: nobody has to
     * see to it, a replay of it would be one more, and its outcome names its place and the first one's.
     */
    public static Optional<OutboxRecord> of(CommandRefusal refusal, String topic) {
        if (refusal.isDuplicate()) {
            return Optional.empty();
        }
        return refusal.origin().record().map(received -> {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("linq-error-status", refusal.status().word());
            // Cut, since the record is large enough by itself; the outcome has all of it.
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
