package dev.linqroutes.doctor;

import java.util.Optional;

/**
 * Something that an examination found.
 *
 * @param area what was examined, in a word
 * @param remedy what to do; empty if there is nothing to do
 */
public record Finding(String area, Status status, String text, Optional<String> remedy) {
    /** How bad it is. */
    public enum Status {
        OK,
        /** It works, but perhaps not as intended. */
        WARNING,
        /** The program cannot do its work. */
        PROBLEM
    }

    static Finding ok(String area, String text) {
        return new Finding(area, Status.OK, text, Optional.empty());
    }

    static Finding warning(String area, String text, String remedy) {
        return new Finding(area, Status.WARNING, text, Optional.of(remedy));
    }

    static Finding problem(String area, String text, String remedy) {
        return new Finding(area, Status.PROBLEM, text, Optional.of(remedy));
    }
}
