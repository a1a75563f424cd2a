package dev.linqroutes.ledger.model;

import dev.linqroutes.trace.CommandLabels;
import java.util.List;
import java.util.Optional;

/**
 * A command that is not accepted.
 *
 *
 * @param commandId empty where it could not be read, as the next three
 * @param problems at least one
 * @param duplicateOf place of the command that used the id first
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
     * @param where column or JSON pointer; empty for the command as a whole
     * @param message what is wrong, and how to correct it
     */
    public record Reason(String where, String message) {
        /** Where and what, in one line. */
        public String describe() {
            return where.isEmpty() ? message : where + ": " + message;
        }
    }

    /** JSON pointers to the values that the ledger compares with what it has. */
    public static final String COMMAND_ID = "/command_id";

    public static final String GROUP_REF = "/group_ref";

    public CommandRefusal {
        problems = List.copyOf(problems);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a refusal needs a reason");
        }
    }

    @Override
    public CommandLabels labels() {
        return new CommandLabels(commandId, groupRef.or(() -> chatId), origin.batchId(), origin.traceContext());
    }

    public boolean isDuplicate() {
        return duplicateOf.isPresent();
    }

    /** A valid command that the state of the ledger does not allow. */
    public static CommandRefusal of(PlannedCommand command, String message) {
        return of(command, new Reason("", message));
    }

    /** A valid command with a value that the state of the ledger does not allow. */
    public static CommandRefusal of(PlannedCommand command, Reason reason) {
        return of(command, RefusalStatus.REFUSED, reason, Optional.empty());
    }

    /** A refusal that records only the position: nothing of the content can be stored. */
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

    /** @param firstPlace of the command that used the id first */
    public static CommandRefusal duplicate(PlannedCommand command, String firstPlace) {
        String message = "command id \"" + command.commandId() + "\" was used before, at " + firstPlace
                + "; this command is ignored, a new command needs a new id";
        return of(
                command,
                RefusalStatus.DUPLICATE,
                new Reason(command.origin().describeField(COMMAND_ID), message),
                Optional.of(firstPlace));
    }

    /** A row of a batch that was cancelled before the row became a command. */
    public static CommandRefusal cancelled(PlannedCommand command) {
        return of(
                command,
                RefusalStatus.CANCELLED,
                new Reason("", "its batch was cancelled before it started; nothing was sent"),
                Optional.empty());
    }

    private static CommandRefusal of(
            PlannedCommand command, RefusalStatus status, Reason reason, Optional<String> duplicateOf) {
        return new CommandRefusal(
                command.origin(),
                status,
                Optional.of(command.commandId()),
                Optional.of(command.type()),
                command.group().groupRef(),
                command.group().chatId(),
                List.of(reason),
                duplicateOf);
    }
}
