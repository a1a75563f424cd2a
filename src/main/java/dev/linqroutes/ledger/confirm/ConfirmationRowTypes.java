package dev.linqroutes.ledger.confirm;

import dev.linqroutes.trace.CommandLabels;
import dev.linqroutes.trace.TraceContext;
import java.time.Instant;
import java.util.Optional;

/** Rows of the statements that confirm calls; columns are the components in snake case. Public for JDBI. */
final class ConfirmationRowTypes {
    private ConfirmationRowTypes() {}

    /** A command whose call has one of these ids. */
    public record EventCommand(
            Optional<String> idempotencyKey,
            Optional<String> messageId,
            Optional<String> traceId,
            String commandId,
            Optional<String> groupRef,
            Optional<String> batchId,
            Optional<String> traceContext) {}

    public record LabelledCommand(
            String commandId, Optional<String> groupName, Optional<String> batchId, Optional<String> traceContext) {
        CommandLabels labels() {
            return new CommandLabels(Optional.of(commandId), groupName, batchId, traceContext.map(TraceContext::new));
        }
    }

    /**
     * An accepted call that may be made once more.
     *
     * @param mailbox of its group, which has a chat
     */
    public record CallToResend(String body, String mailbox) {}

    /** A stored {@link Signal}, with the ids of its event. */
    public record SignalRow(
            long signalId,
            Signal.Kind kind,
            Optional<String> content,
            Optional<String> chatId,
            Optional<String> idempotencyKey,
            Optional<String> messageId,
            Optional<String> traceId,
            Optional<Integer> errorCode,
            Optional<String> errorMessage,
            Instant receivedAt) {}
}
