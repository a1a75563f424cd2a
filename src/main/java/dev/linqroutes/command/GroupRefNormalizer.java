package dev.linqroutes.command;

import dev.linqroutes.command.text.OuterWhitespace;
import java.text.Normalizer;

/**
 * Normalizes a {@code group_ref}. Programs write the same name in several ways that look alike: macOS decomposes accented
 * letters, and web pages and address books contain no-break spaces and invisible characters. Two spellings of one name must not
 * create two groups.
 */
public final class GroupRefNormalizer {
    /** In characters. The time to compose many accents on one letter is quadratic, and no name is that long. */
    private static final int MAX_LENGTH = 1_000;

    /** From this code point on, scripts join their letters and there are emoji: a joiner between two of them is visible. */
    private static final int FIRST_JOINING_CHARACTER = 0x0590;

    private GroupRefNormalizer() {}

    /**
     * Returns the name composed (NFC), with ordinary spaces and hyphens instead of no-break ones, without invisible characters,
     * and without white space at the start and end. Idempotent.
     *
     * @return empty if no visible character remains
     */
    public static String normalize(String written) {
        if (isPlain(written) || written.length() > MAX_LENGTH) {
            return OuterWhitespace.strip(written);
        }
        String visible = Normalizer.normalize(withoutInvisible(written), Normalizer.Form.NFC);
        // Composing a second time joins the letters that only a joiner separated.
        return OuterWhitespace.strip(Normalizer.normalize(withoutIdleJoiners(visible), Normalizer.Form.NFC));
    }

    private static String withoutInvisible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (Character.getType(c) == Character.SPACE_SEPARATOR) {
                visible.append(' ');
            } else if (c == 0x2010 || c == 0x2011) {
                visible.append('-');
            } else if (!isInvisible(c)) {
                visible.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return visible.toString();
    }

    private static String withoutIdleJoiners(String text) {
        StringBuilder joined = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean idle = isJoiner(c)
                    && (joined.isEmpty()
                            || !isJoined(joined.codePointBefore(joined.length()))
                            || i + 1 == text.length()
                            || !isJoined(text.codePointAt(i + 1)));
            if (!idle) {
                joined.append(c);
            }
        }
        return joined.toString();
    }

    /** Returns a normalized name as a program writes it that decomposes accented letters (NFD). */
    public static String decompose(String ref) {
        return isPlain(ref) || ref.length() > MAX_LENGTH ? ref : Normalizer.normalize(ref, Normalizer.Form.NFD);
    }

    /** Whether there are only ASCII characters, as in nearly every name. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Not all format characters of Unicode: without its tags the flag of Scotland would become the flag of Wales. */
    private static boolean isInvisible(int c) {
        return c == 0x00AD
                || c == 0x061C
                || c == 0x180E
                || c == 0x200B
                || c == 0x200E
                || c == 0x200F
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2060 && c <= 0x206F
                || c == 0xFEFF;
    }

    private static boolean isJoiner(int c) {
        return c == 0x200C || c == 0x200D;
    }

    private static boolean isJoined(int c) {
        return c >= FIRST_JOINING_CHARACTER && !isJoiner(c) && !Character.isSpaceChar(c);
    }
}
