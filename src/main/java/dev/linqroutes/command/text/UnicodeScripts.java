package dev.linqroutes.command.text;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;

/** Classifies letters and symbols for finding the end of a link. */
public final class UnicodeScripts {
    private UnicodeScripts() {}

    /**
     * The group of scripts that may be mixed in one label of a host. Latin, Cyrillic and Greek are one group, because phishing
     * hosts mix letters that look alike. Kana and Han are one group, because Japanese uses both.
     *
     * @return {@code COMMON} for characters that may occur with every script: digits, hyphens, accents
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

    /** The script of a letter. Marks that both kana scripts share count as katakana. */
    public static UnicodeScript of(int codePoint) {
        boolean isSharedByKana =
                codePoint >= 0x30FB && codePoint <= 0x30FC || codePoint >= 0xFF66 && codePoint <= 0xFF9F;
        return isSharedByKana ? UnicodeScript.KATAKANA : UnicodeScript.of(codePoint);
    }

    /** Whether words of this script, or the particles after a word, follow each other without a space. */
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

    /** A Latin letter or a digit, except full-width forms, which appear among Han characters. */
    public static boolean isLatinOrDigit(int codePoint) {
        if (codePoint < 0x80) {
            return isAsciiLetter(codePoint) || codePoint >= '0' && codePoint <= '9';
        }
        return codePoint < 0xFF00 && Character.isLetter(codePoint) && of(codePoint) == UnicodeScript.LATIN;
    }

    /** A letter of a script other than Latin. */
    public static boolean isOtherLetter(int codePoint) {
        return codePoint >= 0x80 && Character.isLetter(codePoint) && of(codePoint) != UnicodeScript.LATIN;
    }

    /** A combining mark. */
    public static boolean isAccent(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /**
     * An emoji, arrow, currency sign or circled number. Unassigned code points beyond the first plane count as emoji that this
     * version of Java does not know.
     */
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
        if (codePoint < 0x80 || !text.startsWith("\uFE0F", at + Character.charCount(codePoint))) {
            return false;
        }
        boolean isOfWord = Character.isLetterOrDigit(codePoint) || isAccent(codePoint);
        return !isOfWord || UnicodeBlock.of(codePoint) == UnicodeBlock.LETTERLIKE_SYMBOLS;
    }

    public static boolean isAsciiLetter(int codePoint) {
        return codePoint >= 'a' && codePoint <= 'z' || codePoint >= 'A' && codePoint <= 'Z';
    }
}
