package dev.linqroutes.command.text;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;

/** What kind of letter or symbol a character is, as far as that tells where an address ends. */
public final class UnicodeScripts {
    private UnicodeScripts() {}

    /**
     * What the letters of one label of a host have in common. Latin, Cyrillic and Greek are one group, since letters that look
     * alike are mixed to deceive; kana and Han are one, since Japanese is written with both.
     *
     * @return {@code COMMON} for what goes with every script: digits, hyphens, accents
     */
    public static UnicodeScript group(int codePoint) {
        if (codePoint < 0x80) {
            return isAsciiLetter(codePoint) ? UnicodeScript.LATIN : UnicodeScript.COMMON;
        }
        UnicodeScript script = of(codePoint);
        return switch (script) {
            case CYRILLIC, GREEK, ARMENIAN, GEORGIAN, COPTIC -> UnicodeScript.LATIN;
            case HIRAGANA, KATAKANA, BOPOMOFO -> UnicodeScript.HAN;
            case INHERITED -> UnicodeScript.COMMON;
            default -> script;
        };
    }

    /** The script of a letter; the marks that both kana share are of one of them. */
    public static UnicodeScript of(int codePoint) {
        boolean isSharedByKana =
                codePoint >= 0x30FB && codePoint <= 0x30FC || codePoint >= 0xFF66 && codePoint <= 0xFF9F;
        return isSharedByKana ? UnicodeScript.KATAKANA : UnicodeScript.of(codePoint);
    }

    /** A letter of a script in which the next word, or a particle, follows a word without a space. */
    public static boolean isWrittenWithoutSpaces(int codePoint) {
        if (codePoint < 0x0E00 || !Character.isLetter(codePoint)) {
            return false;
        }
        return switch (of(codePoint)) {
            case HAN,
                    HIRAGANA,
                    KATAKANA,
                    BOPOMOFO,
                    HANGUL,
                    YI,
                    THAI,
                    LAO,
                    KHMER,
                    MYANMAR,
                    TIBETAN,
                    JAVANESE,
                    BALINESE,
                    TAI_LE,
                    NEW_TAI_LUE,
                    TAI_THAM -> true;
            default -> false;
        };
    }

    /** A letter that Latin has, full-width ones left out, which stand between Han as if they were Han; or a digit. */
    public static boolean isLatinOrDigit(int codePoint) {
        if (codePoint < 0x80) {
            return isAsciiLetter(codePoint) || codePoint >= '0' && codePoint <= '9';
        }
        return codePoint < 0xFF00 && Character.isLetter(codePoint) && of(codePoint) == UnicodeScript.LATIN;
    }

    /** A letter of another script than Latin. */
    public static boolean isOtherLetter(int codePoint) {
        return codePoint >= 0x80 && Character.isLetter(codePoint) && of(codePoint) != UnicodeScript.LATIN;
    }

    /** A mark on the letter before it. */
    public static boolean isAccent(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** An emoji, an arrow, a currency, a number in a circle. What Java does not know yet beyond the first plane is an emoji. */
    public static boolean isSymbol(int codePoint) {
        if (codePoint < 0x80) {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.OTHER_SYMBOL,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.MODIFIER_SYMBOL,
                    Character.OTHER_NUMBER -> true;
            case Character.UNASSIGNED -> codePoint >= 0x1F000;
            default -> false;
        };
    }

    /**
     * Whether variation selector 16 after a character makes it an emoji. Letters, digits and accents of a word may be followed by
     * the selector, too, and stay what they are; the only letters shown as emoji are in the block Letterlike Symbols, such as ℹ.
     *
     * @param at index of the character
     */
    public static boolean isShownAsEmoji(String text, int at) {
        int codePoint = text.codePointAt(at);
        boolean isOfWord = Character.isLetterOrDigit(codePoint) || isAccent(codePoint);
        return codePoint >= 0x80
                && text.startsWith("\uFE0F", at + Character.charCount(codePoint))
                && (!isOfWord || UnicodeBlock.of(codePoint) == UnicodeBlock.LETTERLIKE_SYMBOLS);
    }

    private static boolean isAsciiLetter(int codePoint) {
        return codePoint >= 'a' && codePoint <= 'z' || codePoint >= 'A' && codePoint <= 'Z';
    }
}
