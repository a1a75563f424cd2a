package dev.linqroutes.csv;

import dev.linqroutes.command.ShortenedNumber;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what programs leave in a text that they have put together from values of which one is missing: {@code Hi undefined},
 * {@code Your order 1e+05}. A person may write about such things, so it is told and not refused.
 */
final class LostInText {
    private static final Pattern NUMBER = Pattern.compile(ShortenedNumber.IN_TEXT);

    private static final Pattern WORD = Pattern.compile("(?<![\\w#])(?:"
            + "#(?:N/A|NV|N/D|REF!|NAME\\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|WERT!|BEZUG!|VALEUR!|NOM\\?|¡VALOR!|¡REF!|ЗНАЧ!)"
            + "|\\[object \\w{1,40}]|\\(null\\)|<(?:null|NULL|NA|nil)>|%![a-z]\\([^()]{0,60}\\)"
            + "|(?:undefined|NULL|NaN)(?![\\w-]))");

    /** Of what {@link #WORD} finds something is in it; to look for these is cheap. */
    private static final List<String> MARKS = List.of("#", "[object ", "(null)", "<", "%!", "undefined", "NULL", "NaN");

    private LostInText() {}

    /** What to tell of the text; continues the name of its place. */
    static Optional<String> warning(String text) {
        Matcher number = NUMBER.matcher(text);
        if (hasExponent(text) && number.find()) {
            return Optional.of(
                    "has \"" + number.group() + "\": a program has shortened the number, its last digits are lost");
        }
        Matcher word = WORD.matcher(text);
        return MARKS.stream().anyMatch(text::contains) && word.find()
                ? Optional.of("has \"" + Cells.shown(word.group())
                        + "\": programs write that where there is no value; look whether it is meant")
                : Optional.empty();
    }

    private static boolean hasExponent(String text) {
        for (int i = 1; i < text.length(); i++) {
            if ((text.charAt(i) == 'e' || text.charAt(i) == 'E') && Character.isDigit(text.charAt(i - 1))) {
                return true;
            }
        }
        return false;
    }
}
