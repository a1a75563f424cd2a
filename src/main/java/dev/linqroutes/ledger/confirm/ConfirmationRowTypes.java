package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.model.CallKind;
import java.time.Instant;
import java.util.Optional;

/** Rows of the statements that confirm calls; columns are the components in snake case. Public for JDBI. */
final class ConfirmationRowTypes {
    private ConfirmationRowTypes() {}

    public record EventCommand(
            String idempotencyKey,
            String messageId,
            String traceId,
            String commandId,
            String groupRef,
            String batchId) {}

    public record AwaitedRow(
            long callId,
            String commandId,
            int position,
            CallKind kind,
            String path,
            String body,
            String chatId,
            String idempotencyKey,
            String messageId,
            String traceId,
            Instant firstTryAt,
            Instant acceptedAt,
            AwaitedCall.ChatField half) {

        AwaitedCall call() {
            return new AwaitedCall(
                    callId,
                    commandId,
                    position,
                    kind,
                    path,
                    body,
                    Optional.ofNullable(chatId),
                    Optional.ofNullable(idempotencyKey),
                    Optional.ofNullable(messageId),
                    Optional.ofNullable(traceId),
                    firstTryAt,
                    acceptedAt,
                    Optional.ofNullable(half));
        }
    }

    public record SignalRow(
            long signalId,
            Signal.Kind kind,
            String content,
            String chatId,
            String idempotencyKey,
            String messageId,
            String traceId,
            Integer errorCode,
            String errorMessage,
            Instant receivedAt) {

        Optional<String> contentIfPresent() {
            return Optional.ofNullable(content);
        }
    }
}
