package dev.linqroutes.command.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A text format that is not JSON.
 *
 * @param hint what the format is, and what the producer has to change
 */
record TextFormat(Predicate<String> matches, String hint) {
    /** A format that is recognized by a pattern for the whole text. */
    static TextFormat matching(String pattern, String hint) {
        return new TextFormat(Pattern.compile(pattern, Pattern.DOTALL).asMatchPredicate(), hint);
    }

    /** The hint of the first format that matches. */
    static Optional<String> hint(List<TextFormat> formats, String text) {
        return formats.stream()
                .filter(format -> format.matches.test(text))
                .findFirst()
                .map(TextFormat::hint);
    }
}
