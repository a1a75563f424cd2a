package dev.linqroutes.ledger.erase;

import dev.linqroutes.ledger.model.CommandStatus;
import java.util.Optional;

/** Rows of the statements of this package; columns are the components in snake case. Public for JDBI. */
final class ErasureRowTypes {
    private ErasureRowTypes() {}

    public record CommandRow(
            String commandId,
            CommandStatus status,
            String mailbox,
            Optional<String> groupRef,
            String source,
            String place,
            String warnings,
            Optional<String> batchId) {}

    /** @param open whether it waits to be sent or to be confirmed */
    public record CallRow(
            long callId,
            String commandId,
            String mailbox,
            String path,
            String body,
            Optional<String> idempotencyKey,
            Optional<String> errorMessage,
            Optional<String> referredCommandId,
            boolean open) {}

    public record GroupRow(
            String mailbox, Optional<String> groupRef, Optional<String> commandId, Optional<String> displayName) {}

    /**
     * @param lastKey of the last row that was read; empty when there are no more
     * @param found whether one of them has the line
     */
    public record LinePage(Optional<String> lastKey, boolean found) {}

    public record PartRow(String batchId, int partNo, byte[] content, String file) {}
}
