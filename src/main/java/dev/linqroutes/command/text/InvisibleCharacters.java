package dev.linqroutes.command.text;

/**
 * What nobody sees. A text of it says nothing, and a word with it is the same word; it comes along when somebody copies out of a
 * web page, a chat or an address book.
 */
public final class InvisibleCharacters {
    private InvisibleCharacters() {}

    /**
     * Whether a character shows nothing, of which some programs say that it is a letter or a symbol. White space is another thing,
     * see {@link #isSpace}.
     */
    public static boolean isInvisible(int codePoint) {
        if (codePoint < '\u00ad') {
            return Character.isISOControl(codePoint) && !Character.isWhitespace(codePoint);
        }
        return Character.getType(codePoint) == Character.FORMAT
                || isVariationSelector(codePoint)
                || isFiller(codePoint)
                // Reserved for more characters that show nothing.
                || codePoint == 0x2065
                || codePoint >= 0xFFF0 && codePoint <= 0xFFF8
                || codePoint >= 0xE0000 && codePoint <= 0xE0FFF;
    }

    /**
     * Combining grapheme joiner, the vowels of Khmer and the letters of Hangul that have no shape, a Braille cell without dots, a
     * note without a head.
     */
    private static boolean isFiller(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x1D159 -> true;
            default -> false;
        };
    }

    /** Belongs to the character before it and says how that one looks: an emoji in colour, a variant of a Han character. */
    public static boolean isVariationSelector(int codePoint) {
        return codePoint >= 0xFE00 && codePoint <= 0xFE0F
                || codePoint >= 0xE0100 && codePoint <= 0xE01EF
                || codePoint >= 0x180B && codePoint <= 0x180F && codePoint != 0x180E;
    }

    /** Belongs to the characters beside it: as between two letters of Persian, or in an emoji. */
    public static boolean isJoiner(int codePoint) {
        boolean isTagOfFlag = codePoint >= 0xE0020 && codePoint <= 0xE007F;
        return codePoint == 0x200C || codePoint == 0x200D || isTagOfFlag || isVariationSelector(codePoint);
    }

    /** White space of every kind, that which does not break a line included, and the ends of lines. */
    public static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == '\u0085';
    }

    /** Whether nothing of a text can be seen. */
    public static boolean isBlank(String text) {
        return firstVisible(text) == text.length();
    }

    /** Whether a text says nothing: all that can be seen of it is punctuation. An emoji, an arrow or a currency says something. */
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
            // The signs of keyboards, such as + = | ~ and the backtick.
            default -> (codePoint < 0x80 || isWide) && !Character.isLetterOrDigit(codePoint);
        };
    }

    /** Without white space and invisible characters before and behind it; what belongs to its last character stays. */
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
