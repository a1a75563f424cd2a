package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.command.text.UnicodeScripts;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text as a link detector at Linq may see it: without invisible characters, and with full-width letters and dots converted to
 * plain ones, so that no host can hide. Keeps the original position of each character. The path of a link is sent as written.
 */
record NormalizedText(String original, String text, int[] origins) {
    /** The last character of an emoji such as 1️⃣. As a combining mark it would belong to the next word. */
    private static final char KEYCAP = '\u20E3';

    static NormalizedText of(String original) {
        int[] origins = new int[original.length() + 1];
        for (int i = 0; i < original.length(); i++) {
            if (!isPlain(original.charAt(i))) {
                return normalize(original);
            }
            origins[i] = i;
        }
        origins[original.length()] = original.length();
        return new NormalizedText(original, original, origins);
    }

    /** Whether a character stays as it is wherever it stands; most texts have no others. */
    private static boolean isPlain(char c) {
        return c >= ' ' && c <= '~' || c == '\n';
    }

    private static NormalizedText normalize(String original) {
        StringBuilder normalized = new StringBuilder(original.length());
        int[] origins = new int[original.length() + 1];
        for (int i = 0; i < original.length(); ) {
            int codePoint = original.codePointAt(i);
            int units = Character.charCount(codePoint);
            if (units == 2 && !InvisibleCharacters.isInvisible(codePoint)) {
                origins[normalized.length()] = i;
                origins[normalized.length() + 1] = i + 1;
                normalized.appendCodePoint(codePoint);
            } else if (units == 1 && !InvisibleCharacters.isInvisible(codePoint)) {
                origins[normalized.length()] = i;
                normalized.append(isEmoji(original, i) ? ' ' : normalize((char) codePoint));
            }
            i += units;
        }
        origins[normalized.length()] = original.length();
        return new NormalizedText(original, normalized.toString(), Arrays.copyOf(origins, normalized.length() + 1));
    }

    /** The digit of an emoji such as 1️⃣, or the letter of one such as ℹ️, does not belong to the word beside it. */
    private static boolean isEmoji(String text, int at) {
        if (text.charAt(at) >= 0x80) {
            return UnicodeScripts.isShownAsEmoji(text, at);
        }
        return "0123456789#*".indexOf(text.charAt(at)) >= 0
                && (text.startsWith("\u20E3", at + 1) || text.startsWith("\uFE0F\u20E3", at + 1));
    }

    private static char normalize(char c) {
        if (c == '。' || c == '｡') {
            return '.';
        }
        if (c == KEYCAP) {
            return ' ';
        }
        // Full-width forms, and dots such as U+2024; no other character changes.
        boolean isCompatibilityForm = c >= '\uFF01' && c <= '\uFF5E' || c == '\u2024' || c == '\uFE52';
        return isCompatibilityForm
                ? Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC).charAt(0)
                : c;
    }

    /** Returns the original end index of the character before an index. */
    int originalEnd(int index) {
        return origins[index - 1] + 1;
    }

    /** Returns the index of the first character at or after an original index. */
    int indexAt(int originalIndex) {
        int found = Arrays.binarySearch(origins, originalIndex);
        return found >= 0 ? found : -found - 1;
    }

    /** Whether invisible characters were removed before a character. */
    boolean hasGapBefore(int index) {
        return index > 0 && origins[index] > origins[index - 1] + 1;
    }

    /** Whether a letter was full-width in the original, as in Japanese. */
    boolean isWide(int index) {
        return original.charAt(origins[index]) >= '\uFF01' && original.charAt(origins[index]) <= '\uFF5E';
    }

    /** Whether a dot was not the full stop of ASCII in the original. */
    boolean isOtherDot(int index) {
        return original.charAt(origins[index]) != '.';
    }
}
