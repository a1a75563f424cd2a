package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.model.GroupStatus;
import java.time.Instant;
import java.util.Optional;

/** Rows of the statements of this package; columns are the components in snake case. Public for JDBI. */
final class IntakeRowTypes {
    private IntakeRowTypes() {}

    public record ExistingCommand(String commandId, String sourceId, String place) {}

    public record KnownGroup(
            String mailbox,
            Optional<String> groupRef,
            Optional<String> chatId,
            Optional<String> commandId,
            GroupStatus status,
            Optional<Instant> opensAt) {}

    public record GroupWithSameMembers(String memberSet, String groupRef, Optional<String> displayName) {
        String describe() {
            return displayName
                    .map(name ->
                            "group \"" + groupRef + "\", named \"" + name + "\", already has the same line and members")
                    .orElse("group \"" + groupRef + "\" already has the same line and members and was created without a"
                            + " name: unless it has one now, this one will fail");
        }
    }

    public record DelayedCommand(String commandId, String mailbox) {}

    public record DelayedCall(String commandId, int position) {}

    /** @param deaths processes that died while they accepted the record alone */
    public record IntakeAttemptRow(String sourceId, String owner, int deaths) {}
}
