package dev.linqroutes.files.template;

import dev.linqroutes.command.placeholder.TruncatedNumber;
import dev.linqroutes.files.cell.CellText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detects traces of a faulty export in a text: missing values, shortened numbers, markup, wrong encodings. Examples:
 * {@code Hi undefined}, {@code Your order 1e+05}, {@code Tom &amp; Ann}. Such a text may be intended, so it is a warning.
 */
public final class TextArtifactDetector {
    private static final Pattern SHORTENED_NUMBER = Pattern.compile(TruncatedNumber.IN_TEXT);

    private static final Pattern MISSING_VALUE = Pattern.compile("(?<![\\w#])(?:"
            + "#(?:N/A|NV|N/D|REF!|NAME\\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|WERT!|BEZUG!|VALEUR!|NOM\\?|¡VALOR!|¡REF!|ЗНАЧ!)"
            + "|\\[object \\w{1,40}]|\\(null\\)|<(?:null|NULL|NA|nil)>|%![a-z]\\([^()]{0,60}\\)"
            + "|(?:undefined|NULL|NaN|(?<=\\p{Lu}\\p{L}{1,20} )null)(?![\\w-]))");

    /** {@code &amp;}, {@code &#39;}, {@code <br/>}, {@code _x000D_}, and escaped line breaks of databases and programs. */
    private static final Pattern MARKUP =
            Pattern.compile("&(?:amp|lt|gt|quot|apos|nbsp|szlig|[aA]Elig|aelig|oelig|euro|pound|hellip"
                    + "|[mn]dash|[lr][sda]quo|bull|middot|deg|copy|reg|trade|[lr]aquo|[A-Za-z](?:uml|acute|grave|circ|tilde|cedil|ring|slash|caron)"
                    + "|#\\d{2,6}|#x[0-9a-fA-F]{2,5});"
                    + "|</?(?:br|p|div|span|b|i|u|em|strong|ul|ol|li|h[1-6]|font|img)(?:\\s+[a-z-]{1,20}=[^<>]{0,200})?\\s?/?>"
                    + "|_x[0-9A-F]{4}_"
                    + "|(?<![:\\\\])\\\\n|\\\\u[0-9a-fA-F]{4}");

    private static final char VERTICAL_TAB = '\u000B';

    /** Every match of {@link #MISSING_VALUE} contains one of these: a cheap check before the pattern. */
    private static final List<String> MISSING_VALUE_HINTS =
            List.of("#", "[object ", "(null)", "<", "%!", "undefined", "NULL", "NaN", " null");

    private static final List<String> MARKUP_HINTS = List.of("&", "<", "_x", "\\");

    private TextArtifactDetector() {}

    /** A warning that continues the name of the column; empty if nothing was detected. */
    public static Optional<String> describeArtifact(String text) {
        Matcher number = SHORTENED_NUMBER.matcher(text);
        if (mayHaveExponent(text) && number.find()) {
            return Optional.of(
                    "has \"" + number.group() + "\": a program shortened the number, its last digits are lost");
        }
        Matcher word = MISSING_VALUE.matcher(text);
        if (MISSING_VALUE_HINTS.stream().anyMatch(text::contains) && word.find()) {
            return Optional.of("has \"" + CellText.abbreviate(word.group())
                    + "\": programs write this for a missing value; check whether it is intended");
        }
        if (text.indexOf(VERTICAL_TAB) >= 0) {
            return Optional.of("has a vertical tab, which is sent unchanged; FileMaker uses it for line breaks");
        }
        Matcher code = MARKUP.matcher(text);
        if (MARKUP_HINTS.stream().anyMatch(text::contains) && code.find()) {
            return Optional.of("has \"" + CellText.abbreviate(code.group())
                    + "\", which is sent unchanged: it is markup for web pages or other programs");
        }
        return Mojibake.find(text)
                .map(found ->
                        "has \"" + found + "\": a program read the text in the wrong encoding; create the sheet again"
                                + " from the original data");
    }

    private static boolean mayHaveExponent(String text) {
        for (int i = 1; i < text.length(); i++) {
            if ((text.charAt(i) == 'e' || text.charAt(i) == 'E') && Character.isDigit(text.charAt(i - 1))) {
                return true;
            }
        }
        return false;
    }
}
