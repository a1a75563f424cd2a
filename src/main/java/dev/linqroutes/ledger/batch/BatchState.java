package dev.linqroutes.ledger.batch;

import dev.linqroutes.ledger.model.CommandStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The progress of a batch.
 *
 * @param cancelled whether no more commands of it may start
 * @param rows rows read so far
 * @param refused rows refused so far: by validation, and by the ledger when they were released; duplicates included
 * @param released rows that are commands or refusals by now
 * @param byStatus how many of the released rows have which status of a command or of a refusal
 * @param waitingForTurn groups that wait for their turn at their line; counted up to 10,000 of all batches
 * @param nextDue when the first of the rows is due that wait for their time
 * @param takenAt when the import started
 */
public record BatchState(
        Batch batch,
        BatchStatus status,
        boolean cancelled,
        long rows,
        long refused,
        long released,
        Map<String, Long> byStatus,
        long waitingForTurn,
        Optional<Instant> nextDue,
        Instant takenAt,
        Optional<Instant> readAt,
        Optional<Instant> finishedAt) {

    /** When it got its current status. */
    public Instant statusSince() {
        return finishedAt.or(() -> readAt).orElse(takenAt);
    }

    /** Rows that have a final status. */
    public long finishedRows() {
        return byStatus.entrySet().stream()
                .filter(entry -> !RowStatuses.OPEN.contains(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Rows that wait for their time. */
    public long delayedRows() {
        return byStatus.getOrDefault(CommandStatus.DELAYED.word(), 0L);
    }
}
