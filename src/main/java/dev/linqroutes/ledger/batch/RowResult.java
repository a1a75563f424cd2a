package dev.linqroutes.ledger.batch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of a row of a batch.
 *
 * @param row as spreadsheet programs show it
 * @param status as in an outcome: {@code confirmed}, {@code failed}, {@code refused}, {@code cancelled}, …
 * @param command type of the command; empty where none was accepted
 * @param commandId empty where it could not be read
 * @param warnings for the producer, for example values that were normalized
 * @param errorCode Linq's
 * @param reasons why it was refused or failed, each with its column
 * @param traceId of the call that failed, else of the first
 * @param partiallyDone whether it failed after Linq had accepted some of its calls: sent again, these would be repeated
 */
public record RowResult(
        long row,
        String status,
        Optional<String> command,
        Optional<String> commandId,
        Optional<String> groupRef,
        Optional<String> chatId,
        List<String> warnings,
        Optional<Integer> errorCode,
        List<String> reasons,
        Optional<String> traceId,
        Optional<Instant> acceptedAt,
        Optional<Instant> finishedAt,
        boolean partiallyDone) {
    public RowResult withWarning(String warning) {
        return new RowResult(
                row,
                status,
                command,
                commandId,
                groupRef,
                chatId,
                Stream.concat(warnings.stream(), Stream.of(warning)).toList(),
                errorCode,
                reasons,
                traceId,
                acceptedAt,
                finishedAt,
                partiallyDone);
    }
}
