package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.model.GroupStatus;
import dev.linqroutes.ledger.model.MessageReference;
import java.time.Instant;
import java.util.List;
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
            Optional<String> line,
            GroupStatus status,
            Optional<Instant> opensAt,
            boolean isLeft) {}

    public record GroupWithSameMembers(String memberSet, String groupRef, Optional<String> displayName) {
        String describe() {
            return displayName
                    .map(name ->
                            "group \"" + groupRef + "\", named \"" + name + "\", already has the same line and members")
                    .orElse("group \"" + groupRef + "\" already has the same line and members and was created without a"
                            + " name: unless it has one now, this one will fail");
        }
    }

    /**
     * @param displayName as its create asks for it
     * @param state what Linq has told of its chat; JSON
     */
    public record NamedGroup(String mailbox, Optional<String> displayName, Optional<String> state) {}

    public record OpenRenames(String mailbox, List<Long> callIds) {
        public OpenRenames {
            callIds = callIds == null ? List.of() : callIds;
        }
    }

    /**
     * @param body JSON
     * @param settledAt when Linq accepted it, if its effect is not awaited
     * @param delayedUntil empty if it is not delayed
     */
    public record OpenRename(
            long callId, String mailbox, String body, Optional<Instant> settledAt, Optional<Instant> delayedUntil) {}

    public record DelayedCommand(String commandId, String mailbox) {}

    /** @param delayedUntil empty if it is not delayed */
    public record ReferredCommand(String commandId, Optional<Instant> delayedUntil) {}

    public record CommandReference(
            String commandId,
            Optional<String> referredCommandId,
            Optional<Integer> referredNumber,
            Optional<String> referredEventId,
            Instant acceptedAt,
            Optional<Instant> expiresAt) {
        MessageReference reference() {
            return referredCommandId
                    .<MessageReference>map(id -> new MessageReference.OfCommand(id, referredNumber.orElse(1)))
                    .orElseGet(() -> new MessageReference.OfEvent(referredEventId.orElseThrow()));
        }
    }

    public record DelayedCall(String commandId, int position) {}

    /** @param deaths processes that died while they accepted the record alone */
    public record IntakeAttemptRow(String sourceId, String owner, int deaths) {}
}
