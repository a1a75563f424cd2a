package dev.linqroutes.ledger.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.model.Origin;
import dev.linqroutes.trace.CommandTracer.RecordPosition;
import java.util.Optional;

/** Positions of records, for traces. */
final class RecordPositions {
    private RecordPositions() {}

    /** Empty for a row. */
    static Optional<RecordPosition> read(Origin origin) {
        JsonNode source = LedgerJson.read(origin.source());
        return source.has("offset")
                ? Optional.of(new RecordPosition(
                        source.path("topic").asText(),
                        source.path("partition").asInt(),
                        source.path("offset").asLong()))
                : Optional.empty();
    }
}
