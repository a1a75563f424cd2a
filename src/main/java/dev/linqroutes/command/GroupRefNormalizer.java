package dev.linqroutes.command;

import dev.linqroutes.command.text.OuterWhitespace;
import java.text.Normalizer;

/**
 * The one spelling of a {@code group_ref}. Programs write one name in several ways that nobody can tell apart on a screen:
 * macOS takes letters and accents apart, web pages and address books leave no-break spaces and invisible characters behind.
 * Two spellings of one name must not make two groups.
 */
public final class GroupRefNormalizer {
    /** Many accents on one letter take a time that grows with the square of their number, and no name is so long. */
    private static final int MAX_LENGTH = 1_000;

    /** From here on scripts join their letters, and emoji stand: a joiner between two of them is seen. */
    private static final int FIRST_JOINING_CHARACTER = 0x0590;

    private GroupRefNormalizer() {}

    /**
     * Composed (NFC), with an ordinary space and hyphen for each that does not break, without invisible characters, and without
     * space around it. Spelling it again changes nothing. Empty when nothing visible is left.
     */
    public static String normalize(String written) {
        if (isPlain(written) || written.length() > MAX_LENGTH) {
            return OuterWhitespace.strip(written);
        }
        String visible = Normalizer.normalize(withoutInvisible(written), Normalizer.Form.NFC);
        // Composed again: what only a joiner kept apart is one letter now.
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

    /** As a program that takes letters and accents apart writes it. */
    public static String decompose(String spelled) {
        return isPlain(spelled) || spelled.length() > MAX_LENGTH
                ? spelled
                : Normalizer.normalize(spelled, Normalizer.Form.NFD);
    }

    /** As nearly every name is. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Not all of Unicode's format characters: with its tags the flag of Scotland would become that of Wales. */
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
