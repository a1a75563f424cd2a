package dev.linqroutes.ledger.intake;

import java.time.Instant;

/** Rows of the statements that accept commands; columns are the components in snake case. Public for JDBI. */
final class IntakeRowTypes {
    private IntakeRowTypes() {}

    public record ExistingCommand(String commandId, String sourceId, String place) {}

    public record KnownGroup(
            String mailbox, String groupRef, String chatId, String commandId, String status, Instant opensAt) {}

    public record GroupWithSameMembers(String memberSet, String groupRef, String displayName) {
        String describe() {
            return "group \"" + groupRef + "\"" + (displayName == null ? "" : ", named \"" + displayName + "\",")
                    + " has the same line and members already"
                    + (displayName == null
                            ? " and was made without a name: unless it has one now, this one would fail"
                            : "");
        }
    }

    public record DelayedCommand(String commandId, String mailbox) {}

    public record DelayedCall(String commandId, int position) {}

    /** @param deaths processes that died while they had the record alone in hand */
    public record IntakeAttemptRow(String sourceId, String owner, int deaths) {}
}
