package dev.linqroutes.ledger.outbox;

import java.time.Instant;

/** Rows of the statements that complete commands and relay records; columns are the components in snake case. Public for JDBI. */
final class OutboxRowTypes {
    private OutboxRowTypes() {}

    public record OutcomeCommand(
            String commandId,
            String type,
            String source,
            String groupRef,
            String chatId,
            String warnings,
            String status,
            int replays,
            Instant acceptedAt,
            Instant firstCallAt,
            Instant finishedAt) {}

    public record OutcomeCall(
            String commandId,
            int position,
            String method,
            String path,
            String status,
            int attempts,
            Integer httpStatus,
            String messageId,
            String traceId,
            Integer errorCode,
            String errorMessage,
            String docUrl) {}

    public record CompletedCommand(String commandId, Instant firstCallAt, String status) {}

    /** @param recordValue null for a tombstone */
    public record OutboxRow(long outboxId, String topic, byte[] recordKey, byte[] recordValue, String headers) {}

    /** @param outboxId the first of the topic */
    public record FirstOfTopic(String topic, long outboxId) {}
}
