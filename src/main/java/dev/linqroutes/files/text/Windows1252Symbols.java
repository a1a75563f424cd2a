package dev.linqroutes.files.text;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Detects symbols of Windows-1252 in positions where only a misread letter of another encoding can be. */
final class Windows1252Symbols {
    /** Beside a letter these are misread letters. */
    private static final String NEVER_BESIDE_LETTERS = "¶§¦¨¬¸¯±ˆ˜‰‡";

    /** Between two letters these are misread letters. */
    private static final String NEVER_BETWEEN_LETTERS = "„”“‚‹›«»×÷¼½¾†•";

    private static final List<String> UNITS = List.of("m", "mm", "cm", "dm", "km", "ft", "in", "yd", "mi");

    /** The letters directly before a symbol. */
    private static final Pattern LETTERS_BEFORE = Pattern.compile("\\p{L}*\\z");

    /** The letters directly after a symbol. */
    private static final Pattern LETTERS_BEHIND = Pattern.compile("\\A\\p{L}*");

    /** English, Dutch and Welsh endings after an apostrophe; other languages have a vowel or an h there. */
    private static final List<String> CONTRACTIONS = List.of("s", "t", "d", "m", "r", "ll", "re", "ve");

    /** Ends of misread Spanish words in -ía, -ío; as a word only after an elided article or pronoun, as in {@code il l’a}. */
    private static final List<String> SPANISH_ENDINGS = List.of("a", "o", "as", "os");

    private static final Pattern ELIDED = Pattern.compile("(lors|puis|quoi|jus|pres|quel)?qu");
    private static final Pattern CLOSING_QUOTE = Pattern.compile("\\p{L}“");
    private static final Pattern CLOSING_SINGLE_QUOTE = Pattern.compile("\\p{L}‹");

    private static final String VOWELS = "aeiouyáéíóúýàèìòùâêîôûäëïöüÿåæøœ";

    private Windows1252Symbols() {}

    /** Decides by the characters directly before and after the symbol. */
    static boolean isMisplaced(char before, char sign, char after) {
        boolean letterBefore = Character.isLetter(before);
        boolean letterAfter = Character.isLetter(after);
        return switch (sign) {
            case '¹', '²', '³', 'ª', 'º' -> letterAfter;
            case '£', '¥' -> Character.isLowerCase(after) || letterBefore;
            // DOS: Jos‚, Le¢n
            case '¿', '¡', '¢', '‚', '„' -> letterBefore;
            case 'ƒ' -> letterBefore || letterAfter;
            // DOS: ™sterreich; Mac Roman: €gypten, ƒtat
            case '™', '®', '†', '€' -> letterAfter;
            case '¤' -> true;
            default ->
                NEVER_BESIDE_LETTERS.indexOf(sign) >= 0 && (letterBefore || letterAfter)
                        || NEVER_BETWEEN_LETTERS.indexOf(sign) >= 0 && letterBefore && letterAfter;
        };
    }

    /** Decides by all letters directly before and after the symbol. */
    static boolean isMisplacedInWord(String word, int at) {
        Matcher start = LETTERS_BEFORE.matcher(word.substring(0, at));
        Matcher end = LETTERS_BEHIND.matcher(word.substring(at + 1));
        String before = start.find() ? start.group().toLowerCase(Locale.ROOT) : "";
        String after = end.find() ? end.group() : "";
        char sign = word.charAt(at);
        if (sign == '¹' || sign == '³') {
            // Polish Pawe³, maj¹. Footnote numbers do not occur in messages.
            return before.length() > 2 && !UNITS.contains(before);
        }
        if (sign == 'µ') {
            // DOS: µfrica; no unit is that long
            return after.length() > 3;
        }
        if (before.isEmpty() || after.isEmpty() || Character.isUpperCase(after.charAt(0))) {
            return false;
        }
        return switch (sign) {
            case '’' -> isMisplacedApostrophe(before, after, word.substring(at + 1 + after.length()));
            // DOS: Gr‘kenland; Uzbek and Hawaiian use this mark after o, g and i
            case '‘' -> "ogi".indexOf(before.charAt(before.length() - 1)) < 0;
            // Mac Roman: Pe–a, ma–ana
            case '–' -> isVowel(before.charAt(before.length() - 1)) && isVowel(after.charAt(0));
            // Mac Roman: Le—n, G—mez
            case '—' -> isSingleLetter(before) || isSingleLetter(after);
            default -> false;
        };
    }

    /** Mac Roman: Mart’nez, Garc’a. */
    private static boolean isMisplacedApostrophe(String before, String after, String rest) {
        if (after.equals("n")) {
            return !before.equals("zo") && !rest.startsWith("’");
        }
        boolean isElisionOrContraction =
                isVowel(after.charAt(0)) || after.charAt(0) == 'h' || CONTRACTIONS.contains(after);
        if (before.length() == 1) {
            // o’clock, rock ’n’ roll, Irish b’fhéidir
            return !isElisionOrContraction && "onb".indexOf(before) < 0;
        }
        return !isElisionOrContraction
                || SPANISH_ENDINGS.contains(after) && !ELIDED.matcher(before).matches();
    }

    /**
     * Whether a quote that closes German quotes follows a letter without an opening quote: Italian {@code luned“} in Mac Roman,
     * French {@code tha‹} in DOS.
     *
     * @param all the words of the text
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
