package dev.linqroutes.ledger.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.batch.BatchRowTypes.CommandResultRow;
import dev.linqroutes.ledger.batch.BatchRowTypes.RefusalResultRow;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.CommandStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Maps rows of the ledger to results, and describes reasons in words. */
final class RowResultMapper {
    private RowResultMapper() {}

    static RowResult of(CommandResultRow row) {
        return new RowResult(
                row.rowNo(),
                row.status().word(),
                Optional.of(row.type()),
                Optional.of(row.commandId()),
                row.groupRef(),
                row.chatId(),
                warnings(row.warnings()),
                row.errorCode().filter(code -> hasError(row)),
                reasons(row),
                row.traceId(),
                Optional.of(row.acceptedAt()),
                row.finishedAt(),
                row.partiallyDone());
    }

    private static boolean hasError(CommandResultRow row) {
        return row.status() == CommandStatus.FAILED || row.status() == CommandStatus.UNCONFIRMED;
    }

    private static List<String> reasons(CommandResultRow row) {
        return switch (row.status()) {
            case FAILED, UNCONFIRMED -> row.errorMessage().stream().toList();
            case EXPIRED -> List.of("expires_at had passed before the first call; nothing was sent");
            case CANCELLED -> List.of("it, or its batch, was cancelled before its first call; nothing was sent");
            default -> List.of();
        };
    }

    private static List<String> warnings(String json) {
        // Most rows have no warnings: saves parsing.
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
                row.status().word(),
                Optional.empty(),
                row.commandId(),
                row.groupRef(),
                row.chatId(),
                List.of(),
                Optional.empty(),
                reasons,
                Optional.empty(),
                Optional.empty(),
                Optional.of(row.refusedAt()),
                false);
    }
}
