package dev.linqroutes.files.text;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells signs of Windows-1252 that stand where people write them from those that are letters of another encoding. */
final class Windows1252Symbols {
    /** Before or behind a letter they are letters of another encoding. */
    private static final String NEVER_BESIDE_LETTERS = "¶§¦¨¬¸¯±ˆ˜‰‡";

    /** Between two letters they are. */
    private static final String NEVER_BETWEEN_LETTERS = "„”“‚‹›«»×÷¼½¾†•";

    private static final List<String> UNITS = List.of("m", "mm", "cm", "dm", "km", "ft", "in", "yd", "mi");

    /** What stands around a sign, up to the next that is no letter. */
    private static final Pattern LETTERS_BEFORE = Pattern.compile("\\p{L}*\\z");

    private static final Pattern LETTERS_BEHIND = Pattern.compile("\\A\\p{L}*");

    /** What is put behind an apostrophe: English, Dutch and Welsh; all others go on with a vowel, or an h. */
    private static final List<String> CONTRACTIONS = List.of("s", "t", "d", "m", "r", "ll", "re", "ve");

    /** The ends of Spanish words in -ía, -ío; whole words only behind an article or pronoun, as in {@code il l’a}. */
    private static final List<String> SPANISH_ENDINGS = List.of("a", "o", "as", "os");

    private static final Pattern ELIDED = Pattern.compile("(lors|puis|quoi|jus|pres|quel)?qu");
    private static final Pattern CLOSING_QUOTE = Pattern.compile("\\p{L}“");
    private static final Pattern CLOSING_SINGLE_QUOTE = Pattern.compile("\\p{L}‹");

    private static final String VOWELS = "aeiouyáéíóúýàèìòùâêîôûäëïöüÿåæøœ";

    private Windows1252Symbols() {}

    /** By the characters beside it. */
    static boolean isMisplaced(char before, char sign, char after) {
        boolean letterBefore = Character.isLetter(before);
        boolean letterAfter = Character.isLetter(after);
        return switch (sign) {
            case '¹', '²', '³', 'ª', 'º' -> letterAfter;
            case '£', '¥' -> Character.isLowerCase(after) || letterBefore;
            // Of DOS: Jos‚, Le¢n
            case '¿', '¡', '¢', '‚', '„' -> letterBefore;
            case 'ƒ' -> letterBefore || letterAfter;
            // Of DOS: ™sterreich; of a Mac: €gypten, ƒtat
            case '™', '®', '†', '€' -> letterAfter;
            case '¤' -> true;
            default ->
                NEVER_BESIDE_LETTERS.indexOf(sign) >= 0 && (letterBefore || letterAfter)
                        || NEVER_BETWEEN_LETTERS.indexOf(sign) >= 0 && letterBefore && letterAfter;
        };
    }

    /** By the letters around it, as far as they go. */
    static boolean isMisplacedInWord(String word, int at) {
        Matcher begin = LETTERS_BEFORE.matcher(word.substring(0, at));
        Matcher end = LETTERS_BEHIND.matcher(word.substring(at + 1));
        String before = begin.find() ? begin.group().toLowerCase(Locale.ROOT) : "";
        String after = end.find() ? end.group() : "";
        char sign = word.charAt(at);
        if (sign == '¹' || sign == '³') {
            // Polish Pawe³, maj¹; a footnote has no place in a message.
            return before.length() > 2 && !UNITS.contains(before);
        }
        if (sign == 'µ') {
            // Of DOS: µfrica; no unit is as long
            return after.length() > 3;
        }
        if (before.isEmpty() || after.isEmpty() || Character.isUpperCase(after.charAt(0))) {
            return false;
        }
        return switch (sign) {
            case '’' -> isMisplacedApostrophe(before, after, word.substring(at + 1 + after.length()));
            // Of DOS: Gr‘kenland; but Uzbek and Hawaiian
            case '‘' -> "ogi".indexOf(before.charAt(before.length() - 1)) < 0;
            // A Mac's Pe–a, ma–ana
            case '–' -> isVowel(before.charAt(before.length() - 1)) && isVowel(after.charAt(0));
            // A Mac's Le—n, G—mez
            case '—' -> isSingleLetter(before) || isSingleLetter(after);
            default -> false;
        };
    }

    /** A Mac's Mart’nez, Garc’a. */
    private static boolean isMisplacedApostrophe(String before, String after, String rest) {
        if (after.equals("n")) {
            return !before.equals("zo") && !rest.startsWith("’");
        }
        boolean goesOn = isVowel(after.charAt(0)) || after.charAt(0) == 'h' || CONTRACTIONS.contains(after);
        if (before.length() == 1) {
            // o’clock, rock ’n’ roll, Irish b’fhéidir
            return !goesOn && "onb".indexOf(before) < 0;
        }
        return !goesOn
                || SPANISH_ENDINGS.contains(after) && !ELIDED.matcher(before).matches();
    }

    /**
     * Whether it has a sign that closes German quotes and opens others, behind a letter and without one that it could close:
     * Italian {@code luned“} of a Mac, French {@code tha‹} of DOS.
     *
     * @param all the words around it
     */
    static boolean hasUnopenedQuote(String word, String all) {
        return CLOSING_QUOTE.matcher(word).find() && all.indexOf('„') < 0
                || CLOSING_SINGLE_QUOTE.matcher(word).find() && all.indexOf('›') < 0;
    }

    private static boolean isSingleLetter(String letters) {
        return letters.length() == 1 && !letters.equals("i") && !letters.equals("a");
    }

    private static boolean isVowel(char c) {
        return VOWELS.indexOf(c) >= 0;
    }
}
