package dev.linqroutes.command;

import dev.linqroutes.command.text.Quoting;

/**
 * One reason why a command is refused.
 *
 * @param pointer JSON pointer into the command, {@code /to/1}; empty for the command as a whole
 * @param message what is wrong and what to do, without the place
 */
public record Problem(String pointer, String message) {
    private static final int MAX_LENGTH = 500;

    /** Cuts what would be too long to read. */
    public Problem {
        pointer = Quoting.shorten(pointer, MAX_LENGTH);
        message = Quoting.shorten(message, MAX_LENGTH);
    }

    /** A problem of the command as a whole. */
    public static Problem of(String message) {
        return new Problem("", message);
    }

    /** A field's name as it stands in a JSON pointer. */
    static String escapePointer(String field) {
        return field.replace("~", "~0").replace("/", "~1");
    }
}
