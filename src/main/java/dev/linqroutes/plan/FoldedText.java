package dev.linqroutes.plan;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text as a link detector on the other side may see it: without invisible characters, and with full-width letters and
 * dots as plain ones. Knows where each of its characters stood.
 */
record FoldedText(String text, int[] origin) {
    /** Ends an emoji such as 1️⃣; as a combining mark it would belong to the word behind it. */
    private static final char KEYCAP = '\u20E3';

    static FoldedText of(String original) {
        StringBuilder folded = new StringBuilder(original.length());
        int[] origin = new int[original.length() * 2 + 1];
        for (int i = 0; i < original.length(); i++) {
            char c = original.charAt(i);
            if (isInvisible(c)) {
                continue;
            }
            String plain = fold(c);
            for (int j = 0; j < plain.length(); j++) {
                if (folded.length() == origin.length - 1) {
                    origin = Arrays.copyOf(origin, origin.length * 2);
                }
                origin[folded.length()] = i;
                folded.append(plain.charAt(j));
            }
        }
        origin[folded.length()] = original.length();
        return new FoldedText(folded.toString(), origin);
    }

    Links.Found found(int start, int end) {
        return new Links.Found(origin[start], origin[end - 1] + 1, text.substring(start, end));
    }

    private static boolean isInvisible(char c) {
        boolean variationSelector = c >= '\uFE00' && c <= '\uFE0F';
        return variationSelector || Character.getType(c) == Character.FORMAT;
    }

    private static String fold(char c) {
        if (c == '。' || c == '｡') {
            return ".";
        }
        if (c == KEYCAP) {
            return " ";
        }
        // Full-width forms, and dots such as U+2024; everything else stays what it is.
        boolean compatible = c >= '\uFF01' && c <= '\uFF5E' || c == '\u2024' || c == '\uFE52';
        return compatible ? Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC) : String.valueOf(c);
    }
}
