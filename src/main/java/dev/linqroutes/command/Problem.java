package dev.linqroutes.command;

import dev.linqroutes.command.text.Quoting;

/**
 * A reason why a command is refused.
 *
 * @param pointer JSON pointer into the command, such as {@code /to/1}; empty for the command as a whole
 * @param message what is wrong and what to do, without the field
 */
public record Problem(String pointer, String message) {
    private static final int MAX_LENGTH = 500;

    /** Shortens pointer and message to a readable length. */
    public Problem {
        pointer = Quoting.shorten(pointer, MAX_LENGTH);
        message = Quoting.shorten(message, MAX_LENGTH);
    }

    /** A problem of the command as a whole. */
    public static Problem of(String message) {
        return new Problem("", message);
    }

    /** Escapes a field name for a JSON pointer. */
    public static String escapePointer(String field) {
        return field.replace("~", "~0").replace("/", "~1");
    }
}
