package dev.linqroutes.ledger.batch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.batch.BatchRowTypes.BatchRow;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutcomeMapper;
import dev.linqroutes.ledger.outbox.OutcomeTrimmer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the summary outcome of a batch: JSON by {@code schemas/outcome.schema.json}. */
final class BatchOutcomeMapper {
    private BatchOutcomeMapper() {}

    /** @param finishes how often it was finished, this time included; above 1 after a retry */
    static OutboxRecord ofFinished(BatchRow batch, Map<String, Long> counts, int finishes, String topic, Instant now) {
        String status = batch.cancelled() ? "batch_cancelled" : "batch_finished";
        return outboxRecord(batch, outcome(batch, status, finishes, batch.rowCount(), counts, now), topic);
    }

    static OutboxRecord ofRefused(
            BatchRow batch, long rows, long refused, List<String> problems, String topic, Instant now) {
        ObjectNode outcome = outcome(batch, "batch_refused", 1, rows, Map.of("refused", refused), now);
        ArrayNode messages = outcome.putArray("problems");
        problems.forEach(problem -> messages.addObject().put("message", problem));
        return outboxRecord(batch, outcome, topic);
    }

    private static OutboxRecord outboxRecord(BatchRow batch, ObjectNode outcome, String topic) {
        return OutboxRecord.withKey(
                topic, batch.batchId(), OutcomeTrimmer.trimmedBytes(outcome), OutcomeMapper.HEADERS);
    }

    private static ObjectNode outcome(
            BatchRow batch, String status, int finishes, long rows, Map<String, Long> counts, Instant now) {
        ObjectNode outcome = LedgerJson.MAPPER.createObjectNode();
        outcome.put("outcome_id", batch.batchId() + ":" + status + (finishes == 1 ? "" : ":" + finishes));
        outcome.put("status", status);
        outcome.put("type", "batch");
        outcome.put("batch_id", batch.batchId());
        outcome.put("rows", rows);
        ObjectNode byStatus = outcome.putObject("counts");
        new TreeMap<>(counts).forEach(byStatus::put);
        ObjectNode source = outcome.putObject("source");
        source.put("place", batch.file());
        source.put("file", batch.file());
        source.put("sha256", batch.sha256());
        source.put("batch_id", batch.batchId());
        batch.readAt().ifPresent(time -> outcome.put("accepted_at", time.toString()));
        outcome.put("finished_at", now.toString());
        return outcome;
    }
}
