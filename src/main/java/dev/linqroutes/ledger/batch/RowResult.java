package dev.linqroutes.ledger.batch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of a row of a batch.
 *
 * @param row of the command, as a spreadsheet shows it
 * @param status as in an outcome: {@code confirmed}, {@code failed}, {@code refused}, {@code cancelled}, …
 * @param commandId empty where it could not be read
 * @param warnings what was normalised, and what else the producer should know
 * @param errorCode Linq's
 * @param reasons why it was refused or failed, each with its column
 * @param traceId of the call that failed, else of the first
 * @param partiallyDone whether it failed after Linq had taken a part of it: sent once more, that would be done twice
 */
public record RowResult(
        long row,
        String status,
        Optional<String> commandId,
        Optional<String> groupRef,
        Optional<String> chatId,
        List<String> warnings,
        Optional<Integer> errorCode,
        List<String> reasons,
        Optional<String> traceId,
        Optional<Instant> acceptedAt,
        Optional<Instant> finishedAt,
        boolean partiallyDone) {}
