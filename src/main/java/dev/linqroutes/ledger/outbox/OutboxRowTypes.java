package dev.linqroutes.ledger.outbox;

import dev.linqroutes.ledger.model.CommandStatus;
import dev.linqroutes.trace.CommandLabels;
import dev.linqroutes.trace.TraceContext;
import java.time.Instant;
import java.util.Optional;

/** Rows of the statements of this package; columns are the components in snake case. Public for JDBI. */
final class OutboxRowTypes {
    private OutboxRowTypes() {}

    public record OutcomeCommand(
            String commandId,
            String type,
            String source,
            Optional<String> groupRef,
            Optional<String> chatId,
            String warnings,
            CommandStatus status,
            int replays,
            Instant acceptedAt,
            Optional<Instant> firstCallAt,
            Optional<Instant> finishedAt,
            Optional<String> batchId,
            Optional<String> traceContext) {

        CommandLabels labels() {
            return new CommandLabels(
                    Optional.of(commandId), groupRef.or(() -> chatId), batchId, traceContext.map(TraceContext::new));
        }

        /** {@code accepted} while it waits for confirmation. */
        String outcomeStatus() {
            return (status == CommandStatus.CONFIRMING ? CommandStatus.ACCEPTED : status).word();
        }

        String outcomeId() {
            return commandId + ":" + outcomeStatus() + (replays == 0 ? "" : ":replay-" + replays);
        }
    }

    public record OutcomeCall(
            String commandId,
            int position,
            String method,
            String path,
            String status,
            int attempts,
            Optional<Integer> httpStatus,
            Optional<String> messageId,
            Optional<String> traceId,
            Optional<Integer> errorCode,
            Optional<String> errorMessage,
            Optional<String> docUrl) {}

    public record CommandInStatus(String commandId, CommandStatus status) {}

    /** @param recordValue null for a tombstone */
    public record OutboxRow(
            long outboxId, String topic, Optional<byte[]> recordKey, byte[] recordValue, String headers) {}

    /** @param outboxId of the first record of the topic */
    public record FirstOfTopic(String topic, long outboxId) {}
}
