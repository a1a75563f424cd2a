package dev.linqroutes.ledger.batch;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How far a batch is.
 *
 * @param status {@code reading}, {@code working}, {@code done}
 * @param cancelled whether what has not started is not to start
 * @param rows commands in it, as far as it was read
 * @param refused of those: when they were read or, as far as they are released, by the ledger, duplicates too
 * @param released of those, commands or refusals by now
 * @param byStatus of the released: how many there are of each status of a command, or of a refusal
 */
public record BatchState(
        Batch batch,
        BatchStatus status,
        boolean cancelled,
        long rows,
        long refused,
        long released,
        Map<String, Long> byStatus,
        Instant takenAt,
        Optional<Instant> readAt,
        Optional<Instant> finishedAt) {

    /** Since when it has its status. */
    public Instant statusSince() {
        return finishedAt.or(() -> readAt).orElse(takenAt);
    }

    /** How many rows are done, whatever became of them. */
    public long finishedRows() {
        return byStatus.entrySet().stream()
                .filter(entry -> !RowStatuses.OPEN.contains(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
