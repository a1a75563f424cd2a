package dev.linqroutes.ledger.batch;

import dev.linqroutes.ledger.model.CommandStatus;
import dev.linqroutes.ledger.model.RefusalStatus;
import java.time.Instant;
import java.util.Optional;

/** Rows of the statements of this package; columns are the components in snake case. Public for JDBI. */
final class BatchRowTypes {
    private BatchRowTypes() {}

    public record BatchRow(
            String batchId,
            String file,
            String stem,
            String sha256,
            BatchStatus status,
            boolean cancelled,
            Optional<String> owner,
            Optional<Instant> leasedUntil,
            long rowCount,
            Optional<String> counts,
            int finishes,
            Instant takenAt,
            Optional<Instant> readAt,
            Optional<Instant> finishedAt) {

        Batch batch() {
            return new Batch(batchId, file, stem, sha256);
        }
    }

    public record ReleasedPart(String batchId, int partNo, long firstRow, long lastRow, int rowCount) {}

    /** How many parts of a batch have the same status and counts, and the sums of their rows. */
    public record PartsByStatus(
            String batchId, PartStatus status, Optional<String> counts, long parts, long rowCount, long refused) {}

    /** @param status of commands, or of refusals */
    public record StatusCount(String batchId, String status, long rowCount) {}

    public record WaitingTurns(String batchId, long rowCount) {}

    public record NextDue(String batchId, Instant nextDue) {}

    public record CommandResultRow(
            long rowNo,
            CommandStatus status,
            String type,
            String commandId,
            Optional<String> groupRef,
            Optional<String> chatId,
            String warnings,
            Optional<Integer> errorCode,
            Optional<String> errorMessage,
            Optional<String> traceId,
            Instant acceptedAt,
            Optional<Instant> finishedAt,
            boolean partiallyDone) {}

    public record RefusalResultRow(
            long rowNo,
            RefusalStatus status,
            Optional<String> commandId,
            Optional<String> groupRef,
            Optional<String> chatId,
            String problems,
            Instant refusedAt) {}
}
