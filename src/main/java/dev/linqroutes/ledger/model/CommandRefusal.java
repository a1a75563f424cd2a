package dev.linqroutes.ledger.model;

import java.util.List;
import java.util.Optional;

/**
 * A command that is not accepted.
 *
 *
 * @param commandId as far as it could be read
 * @param type as far as it could be read
 * @param groupRef as far as it could be read
 * @param chatId as far as it could be read
 * @param problems why; at least one
 * @param duplicateOf place of the command that has used the id, for a person
 */
public record CommandRefusal(
        Origin origin,
        RefusalStatus status,
        Optional<String> commandId,
        Optional<String> type,
        Optional<String> groupRef,
        Optional<String> chatId,
        List<Reason> problems,
        Optional<String> duplicateOf)
        implements IntakeDecision {
    /**
     * @param where the column or JSON pointer; empty for the command as a whole
     * @param message what is wrong and what to do
     */
    public record Reason(String where, String message) {
        /** In one line. */
        public String describe() {
            return where.isEmpty() ? message : where + ": " + message;
        }
    }

    public CommandRefusal {
        problems = List.copyOf(problems);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a refusal needs a reason");
        }
    }

    public boolean isDuplicate() {
        return duplicateOf.isPresent();
    }

    /** A command that reads well, but that the ledger's state does not allow. */
    public static CommandRefusal of(PlannedCommand command, String message) {
        return of(command, RefusalStatus.REFUSED, message, Optional.empty());
    }

    /** What was received at a place, of which nothing is kept but that it was refused. */
    public static CommandRefusal withoutContent(Origin origin, String message) {
        return new CommandRefusal(
                origin,
                RefusalStatus.REFUSED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new Reason("", message)),
                Optional.empty());
    }

    /** A command whose id was used before, at another place. */
    public static CommandRefusal duplicate(PlannedCommand command, String first) {
        String message = "command id \"" + command.commandId() + "\" was used before, at " + first
                + "; this one is not worked, a new command needs an id of its own";
        return of(command, RefusalStatus.DUPLICATE, message, Optional.of(first));
    }

    /** A row of a batch that was cancelled before the row became a command. */
    public static CommandRefusal cancelled(PlannedCommand command) {
        return of(
                command,
                RefusalStatus.CANCELLED,
                "its batch was cancelled before it was begun; nothing was sent",
                Optional.empty());
    }

    private static CommandRefusal of(
            PlannedCommand command, RefusalStatus status, String message, Optional<String> duplicateOf) {
        return new CommandRefusal(
                command.origin(),
                status,
                Optional.of(command.commandId()),
                Optional.of(command.type()),
                command.group().groupRef(),
                command.group().chatId(),
                List.of(new Reason("", message)),
                duplicateOf);
    }
}
