package dev.linqroutes.ledger.batch;

import java.time.Instant;

/** Rows of the statements that import files; columns are the components in snake case. Public for JDBI. */
final class BatchRowTypes {
    private BatchRowTypes() {}

    public record BatchRow(
            String batchId,
            String file,
            String stem,
            String sha256,
            String status,
            boolean cancelled,
            String owner,
            Instant leasedUntil,
            long rowCount,
            long refused,
            String counts,
            int finishes,
            Instant takenAt,
            Instant readAt,
            Instant finishedAt) {

        Batch batch() {
            return new Batch(batchId, file, stem, sha256);
        }
    }

    public record PartRow(
            String batchId, int partNo, long firstRow, long lastRow, int rowCount, int refused, byte[] content) {

        BatchPart part() {
            return new BatchPart(batchId, partNo, firstRow, lastRow, rowCount, refused, content);
        }
    }

    public record ReleasedPart(String batchId, int partNo, long firstRow, long lastRow, int rowCount) {}

    /** Parts of a batch that are alike. */
    public record PartsByStatus(
            String batchId, String status, String counts, long parts, long rowCount, long refused) {}

    public record StatusCount(String batchId, String status, long rowCount) {}

    public record CommandResultRow(
            long rowNo,
            String status,
            String commandId,
            String groupRef,
            String chatId,
            String warnings,
            Integer errorCode,
            String errorMessage,
            String traceId,
            Instant acceptedAt,
            Instant finishedAt,
            boolean begun) {}

    public record RefusalResultRow(
            long rowNo,
            String status,
            String commandId,
            String groupRef,
            String chatId,
            String problems,
            Instant refusedAt) {}
}
