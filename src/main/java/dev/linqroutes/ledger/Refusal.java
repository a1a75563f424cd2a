package dev.linqroutes.ledger;

import java.util.List;
import java.util.Optional;

/**
 * A command that is not accepted.
 *
 * @param status {@code refused}; {@code duplicate} for an id that another position has used already; {@code cancelled} for
 *     a row whose batch was cancelled before it became a command
 * @param commandId as far as it could be read
 * @param type as far as it could be read
 * @param groupRef as far as it could be read
 * @param chatId as far as it could be read
 * @param problems why; at least one
 * @param duplicateOf place of the command that has used the id, for a person
 */
public record Refusal(
        Origin origin,
        String status,
        Optional<String> commandId,
        Optional<String> type,
        Optional<String> groupRef,
        Optional<String> chatId,
        List<Reason> problems,
        Optional<String> duplicateOf)
        implements Intake {
    static final String CANCELLED = "cancelled";

    /**
     * @param where the column or JSON pointer; empty for the command as a whole
     * @param message what is wrong and what to do
     */
    public record Reason(String where, String message) {
        /** In one line. */
        public String told() {
            return where.isEmpty() ? message : where + ": " + message;
        }
    }

    public Refusal {
        problems = List.copyOf(problems);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a refusal needs a reason");
        }
    }

    boolean isDuplicate() {
        return duplicateOf.isPresent();
    }

    /** A command that reads well, but that the ledger's state does not allow. */
    static Refusal of(NewCommand command, String message) {
        return of(command, "refused", message, Optional.empty());
    }

    /** What was received at a place, of which nothing is kept but that it was refused. */
    static Refusal bare(Origin origin, String message) {
        return new Refusal(
                origin,
                "refused",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new Reason("", message)),
                Optional.empty());
    }

    /** A command whose id was used before, at another place. */
    static Refusal duplicate(NewCommand command, String first) {
        String message = "command id \"" + command.commandId() + "\" was used before, at " + first
                + "; this one is not worked, a new command needs an id of its own";
        return of(command, "duplicate", message, Optional.of(first));
    }

    /** A row of a batch that was cancelled before the row became a command. */
    static Refusal cancelled(NewCommand command) {
        return of(
                command, CANCELLED, "its batch was cancelled before it was begun; nothing was sent", Optional.empty());
    }

    private static Refusal of(NewCommand command, String status, String message, Optional<String> duplicateOf) {
        return new Refusal(
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
