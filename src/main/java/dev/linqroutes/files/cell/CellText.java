package dev.linqroutes.files.cell;

import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.command.text.Quoting;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the text of a cell as it is shown in a spreadsheet. */
public final class CellText {
    private static final int MAX_NORMALIZED_LENGTH = 1_000;
    private static final int MAX_UNCHECKED_LENGTH = 9;
    private static final Set<String> UNCHECKED_WORDS =
            Set.of(("FALSE FALSCH FAUX FALSO ONWAAR FALSKT USANN FALSK EPÄTOSI FAŁSZ"
                            + " NEPRAVDA HAMIS YANLIŞ ЛОЖЬ ХИБНІСТЬ ΨΕΥΔΗΣ ☐")
                    .split(" "));

    /** {@code ="+12025550101"}, but not {@code ="Hi "&"Ann"}. */
    private static final Pattern TEXT_FORMULA = Pattern.compile("=\"(?:[^\"]|\"\")++\"");

    private CellText() {}

    /** The text without surrounding white space, and without the apostrophe or formula that marks it as text. */
    public static String clean(String cell) {
        String text = strip(SpreadsheetEscaper.unescape(strip(cell)));
        return text.startsWith("=\"") && TEXT_FORMULA.matcher(text).matches()
                ? strip(text.substring(2, text.length() - 1).replace("\"\"", "\""))
                : text;
    }

    /** The cleaned cell in the column; empty if the row is too short. */
    public static String clean(List<String> cells, int column) {
        return column < cells.size() ? clean(cells.get(column)) : "";
    }

    /** The text without surrounding white space, including no-break spaces; empty if nothing visible is left. */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        String stripped = text.substring(start, end);
        return isBlank(stripped) ? "" : stripped;
    }

    /** Whether the cell is an unchecked checkbox, in the language of a spreadsheet. */
    public static boolean isUncheckedBox(String cell) {
        return cell.length() <= MAX_UNCHECKED_LENGTH && UNCHECKED_WORDS.contains(cell.toUpperCase(Locale.ROOT));
    }

    public static boolean isBlank(String text) {
        return InvisibleCharacters.isBlank(text);
    }

    /** The text in normal form C, so that accents compare equal however they were typed. */
    static String normalizeAccents(String text) {
        // Normalization is quadratic in the number of accents on one letter. No name is that long.
        return text.length() > MAX_NORMALIZED_LENGTH ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** At most 1000 characters, for values that are refused as too long. */
    public static String truncate(String text) {
        return text.length() <= 1_000 ? text : text.substring(0, 1_000);
    }

    /** At most 40 characters, for a message to a person. */
    public static String abbreviate(String text) {
        return Quoting.shorten(text, 40);
    }

    private static boolean isSpace(char c) {
        return c <= ' ' || c > '~' && (Character.isWhitespace(c) || Character.isSpaceChar(c));
    }
}
