package dev.linqroutes.plan.link;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is left of a text from which something was taken; knows where each of its characters stood.
 *
 * @param origins index in the text as it was, rising; {@link #INSERTED} for what stands there instead
 */
public record RemainingText(String text, int[] origins) {
    static final int INSERTED = -1;

    public static RemainingText of(String original) {
        return new RemainingText(original, IntStream.range(0, original.length()).toArray());
    }

    /** Where the characters of a range are now; empty if none of them is left. */
    public Optional<TextRange> locate(TextRange before) {
        int[] left = IntStream.range(0, origins.length)
                .filter(i -> before.contains(origins[i]))
                .toArray();
        return left.length == 0 ? Optional.empty() : Optional.of(new TextRange(left[0], left[left.length - 1] + 1));
    }
}
