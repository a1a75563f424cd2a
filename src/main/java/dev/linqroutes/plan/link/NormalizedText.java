package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.command.text.UnicodeScripts;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text as a link detector on the other side may see it: without invisible characters, and with full-width letters and
 * dots as plain ones. Knows where each of its characters stood. A host is looked for in it, since there no link may hide;
 * what is sent of a path is what was written.
 */
record NormalizedText(String original, String text, int[] origins) {
    /** Ends an emoji such as 1️⃣; as a combining mark it would belong to the word behind it. */
    private static final char KEYCAP = '\u20E3';

    static NormalizedText of(String original) {
        StringBuilder folded = new StringBuilder(original.length());
        int[] origin = new int[original.length() + 1];
        for (int i = 0; i < original.length(); ) {
            int codePoint = original.codePointAt(i);
            int units = Character.charCount(codePoint);
            if (units == 2 && !InvisibleCharacters.isInvisible(codePoint)) {
                origin[folded.length()] = i;
                origin[folded.length() + 1] = i + 1;
                folded.appendCodePoint(codePoint);
            } else if (units == 1 && !InvisibleCharacters.isInvisible(codePoint)) {
                origin[folded.length()] = i;
                folded.append(isEmoji(original, i) ? ' ' : normalize((char) codePoint));
            }
            i += units;
        }
        origin[folded.length()] = original.length();
        return new NormalizedText(original, folded.toString(), Arrays.copyOf(origin, folded.length() + 1));
    }

    /** The digit of an emoji such as 1️⃣, or the letter of one such as ℹ️, does not belong to the word beside it. */
    private static boolean isEmoji(String text, int at) {
        boolean isKeycap = text.startsWith("\u20E3", at + 1) || text.startsWith("\uFE0F\u20E3", at + 1);
        return isKeycap && "0123456789#*".indexOf(text.charAt(at)) >= 0 || UnicodeScripts.isShownAsEmoji(text, at);
    }

    private static char normalize(char c) {
        if (c == '。' || c == '｡') {
            return '.';
        }
        if (c == KEYCAP) {
            return ' ';
        }
        // Full-width forms, and dots such as U+2024; everything else stays what it is.
        boolean compatible = c >= '\uFF01' && c <= '\uFF5E' || c == '\u2024' || c == '\uFE52';
        return compatible
                ? Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC).charAt(0)
                : c;
    }

    /** Where the character before an index ended in the text as it was written. */
    int originalEnd(int index) {
        return origins[index - 1] + 1;
    }

    /** Index of the first character that stood at a place of the text as it was written, or behind it. */
    int indexAt(int written) {
        int found = Arrays.binarySearch(origins, written);
        return found >= 0 ? found : -found - 1;
    }

    /** Whether something invisible stood before a character. */
    boolean hasGapBefore(int index) {
        return index > 0 && origins[index] > origins[index - 1] + 1;
    }

    /** Whether a letter was written in full width, as in Japanese. */
    boolean isWide(int index) {
        return original.charAt(origins[index]) >= '\uFF01' && original.charAt(origins[index]) <= '\uFF5E';
    }

    /** Whether a dot was written as another character than the full stop of ASCII. */
    boolean isOtherDot(int index) {
        return original.charAt(origins[index]) != '.';
    }
}
