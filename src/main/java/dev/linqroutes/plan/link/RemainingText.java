package dev.linqroutes.plan.link;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The remaining text after removals, with the original position of each character.
 *
 * @param origins ascending indexes in the original text; {@link #INSERTED} for inserted characters
 */
public record RemainingText(String text, int[] origins) {
    static final int INSERTED = -1;

    public static RemainingText of(String original) {
        return new RemainingText(original, IntStream.range(0, original.length()).toArray());
    }

    /** Returns the current range of the characters of an original range; empty if none of them remains. */
    public Optional<TextRange> locate(TextRange before) {
        int[] left = IntStream.range(0, origins.length)
                .filter(i -> before.contains(origins[i]))
                .toArray();
        return left.length == 0 ? Optional.empty() : Optional.of(new TextRange(left[0], left[left.length - 1] + 1));
    }
}
