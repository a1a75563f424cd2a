package dev.linqroutes.ledger.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.batch.BatchRowTypes.CommandResultRow;
import dev.linqroutes.ledger.batch.BatchRowTypes.RefusalResultRow;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.model.CommandRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what became of a row, in words where that needs some. */
final class RowResultMapper {
    private RowResultMapper() {}

    static RowResult of(CommandResultRow row) {
        return new RowResult(
                row.rowNo(),
                row.status(),
                Optional.of(row.commandId()),
                Optional.ofNullable(row.groupRef()),
                Optional.ofNullable(row.chatId()),
                warnings(row.warnings()),
                hasError(row) ? Optional.ofNullable(row.errorCode()) : Optional.empty(),
                reasons(row),
                Optional.ofNullable(row.traceId()),
                Optional.of(row.acceptedAt()),
                Optional.ofNullable(row.finishedAt()),
                row.begun());
    }

    private static boolean hasError(CommandResultRow row) {
        return row.status().equals("failed") || row.status().equals("unconfirmed");
    }

    private static List<String> reasons(CommandResultRow row) {
        return switch (row.status()) {
            case "failed", "unconfirmed" ->
                Optional.ofNullable(row.errorMessage()).stream().toList();
            case "expired" -> List.of("expires_at had passed before the first call; nothing was sent");
            case "cancelled" -> List.of("its batch was cancelled before its first call; nothing was sent");
            default -> List.of();
        };
    }

    private static List<String> warnings(String json) {
        // Most have none.
        return json.equals("[]") ? List.of() : texts(LedgerJson.read(json));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    static RowResult of(RefusalResultRow row) {
        List<String> reasons = new ArrayList<>();
        for (JsonNode problem : LedgerJson.read(row.problems())) {
            reasons.add(new CommandRefusal.Reason(
                            problem.path("where").asText(),
                            problem.path("message").asText())
                    .describe());
        }
        return new RowResult(
                row.rowNo(),
                row.status(),
                Optional.ofNullable(row.commandId()),
                Optional.ofNullable(row.groupRef()),
                Optional.ofNullable(row.chatId()),
                List.of(),
                Optional.empty(),
                reasons,
                Optional.empty(),
                Optional.empty(),
                Optional.of(row.refusedAt()),
                false);
    }
}
