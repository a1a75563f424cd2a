package dev.linqroutes.command.text;

/**
 * Classifies characters without a glyph. A text of them is empty, and a word with them is the same word. They are copied along
 * from web pages, chats and address books.
 */
public final class InvisibleCharacters {
    private InvisibleCharacters() {}

    /**
     * Whether a character has no glyph, although some libraries classify it as a letter or symbol. White space is separate, see
     * {@link #isSpace}.
     */
    public static boolean isInvisible(int codePoint) {
        if (codePoint < '\u00ad') {
            return Character.isISOControl(codePoint) && !Character.isWhitespace(codePoint);
        }
        return Character.getType(codePoint) == Character.FORMAT
                || isVariationSelector(codePoint)
                || isFiller(codePoint)
                // Reserved by Unicode for more characters without a glyph.
                || codePoint == 0x2065
                || codePoint >= 0xFFF0 && codePoint <= 0xFFF8
                || codePoint >= 0xE0000 && codePoint <= 0xE0FFF;
    }

    /**
     * Combining grapheme joiner, vowels of Khmer and letters of Hangul without a shape, a Braille cell without dots, a note
     * without a head.
     */
    private static boolean isFiller(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x1D159 -> true;
            default -> false;
        };
    }

    /** Selects the appearance of the character before it: an emoji in color, a variant of a Han character. */
    public static boolean isVariationSelector(int codePoint) {
        return codePoint >= 0xFE00 && codePoint <= 0xFE0F
                || codePoint >= 0xE0100 && codePoint <= 0xE01EF
                || codePoint >= 0x180B && codePoint <= 0x180F && codePoint != 0x180E;
    }

    /** Joins the characters beside it, as between two letters of Persian or inside an emoji, or is part of an emoji. */
    public static boolean isJoiner(int codePoint) {
        return codePoint == 0x200C || codePoint == 0x200D || isTagOfFlag(codePoint) || isVariationSelector(codePoint);
    }

    /** Part of the emoji of a flag, such as the flag of Scotland. */
    public static boolean isTagOfFlag(int codePoint) {
        return codePoint >= 0xE0020 && codePoint <= 0xE007F;
    }

    /** All white space, including no-break spaces and line separators. */
    public static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == '\u0085';
    }

    /** Whether a text has no visible character. */
    public static boolean isBlank(String text) {
        return firstVisible(text) == text.length();
    }

    /** Whether all visible characters of a text are punctuation. Emoji, arrows and currency signs are not punctuation. */
    public static boolean isPunctuation(String text) {
        return text.codePoints().allMatch(c -> isSpace(c) || isInvisible(c) || isPunctuation(c));
    }

    private static boolean isPunctuation(int codePoint) {
        boolean isWide = codePoint >= 0xFF01 && codePoint <= 0xFF5E;
        return switch (Character.getType(codePoint)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            // Symbols of ASCII keyboards, such as + = | ~ and the backtick.
            default -> (codePoint < 0x80 || isWide) && !Character.isLetterOrDigit(codePoint);
        };
    }

    /** Removes white space and invisible characters at both ends, but keeps variation selectors of the last character. */
    public static String strip(String text) {
        int begin = firstVisible(text);
        int end = text.length();
        while (end > begin) {
            int last = text.codePointBefore(end);
            if (!isSpace(last) && (!isInvisible(last) || isVariationSelector(last))) {
                break;
            }
            end -= Character.charCount(last);
        }
        return text.substring(begin, end);
    }

    private static int firstVisible(String text) {
        int begin = 0;
        while (begin < text.length()) {
            int codePoint = text.codePointAt(begin);
            if (!isSpace(codePoint) && !isInvisible(codePoint)) {
                return begin;
            }
            begin += Character.charCount(codePoint);
        }
        return begin;
    }
}
