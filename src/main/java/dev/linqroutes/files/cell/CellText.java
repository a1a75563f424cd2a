package dev.linqroutes.files.cell;

import dev.linqroutes.command.text.InvisibleCharacters;
import dev.linqroutes.command.text.Quoting;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads cells as the person meant them who saw them in a spreadsheet. */
public final class CellText {
    private static final int MAX_NORMALIZED_LENGTH = 1_000;
    private static final int MAX_UNCHECKED_LENGTH = 9;
    private static final Set<String> UNCHECKED_WORDS =
            Set.of(("FALSE FALSCH FAUX FALSO ONWAAR FALSKT USANN FALSK EPÄTOSI FAŁSZ"
                            + " NEPRAVDA HAMIS YANLIŞ ЛОЖЬ ХИБНІСТЬ ΨΕΥΔΗΣ ☐")
                    .split(" "));

    /** {@code ="+12025550101"}, but not {@code ="Hi "&"Ann"}, which is two texts. */
    private static final Pattern TEXT_FORMULA = Pattern.compile("=\"(?:[^\"]|\"\")++\"");

    private CellText() {}

    /** Without space around it, and without what keeps a spreadsheet from reading a text as a number or a formula. */
    public static String clean(String cell) {
        String text = withoutFormulaGuard(strip(cell));
        return text.startsWith("=\"") && TEXT_FORMULA.matcher(text).matches()
                ? strip(text.substring(2, text.length() - 1).replace("\"\"", "\""))
                : text;
    }

    private static String withoutFormulaGuard(String text) {
        boolean guarded = text.startsWith("'") && SpreadsheetEscaper.mayBeFormula(text.substring(1));
        return guarded ? strip(text.substring(1)) : text;
    }

    /** The cell in that column; empty where the row is too short. */
    public static String clean(List<String> cells, int column) {
        return column < cells.size() ? clean(cells.get(column)) : "";
    }

    /** Without space around it, the kinds that do not break a line included; empty when nothing visible is left. */
    public static String strip(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isSpace(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && isSpace(text.charAt(end - 1))) {
            end--;
        }
        String stripped = text.substring(begin, end);
        return isBlank(stripped) ? "" : stripped;
    }

    /** Whether it is a box that nobody has ticked, in the language of a spreadsheet. */
    public static boolean isUncheckedBox(String cell) {
        return cell.length() <= MAX_UNCHECKED_LENGTH && UNCHECKED_WORDS.contains(cell.toUpperCase(Locale.ROOT));
    }

    public static boolean isBlank(String text) {
        return InvisibleCharacters.isBlank(text);
    }

    /** The same however its accents were typed. */
    static String normalizeAccents(String text) {
        // Many accents on one letter take a time that grows with the square of their number, and no name is so long.
        return text.length() > MAX_NORMALIZED_LENGTH ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** Short enough to be kept, where it is too long to be used. */
    public static String truncate(String text) {
        return text.length() <= 1_000 ? text : text.substring(0, 1_000);
    }

    /** Short enough for a message to a person. */
    public static String abbreviate(String text) {
        return Quoting.shorten(text, 40);
    }

    private static boolean isSpace(char c) {
        return c <= ' ' || c > '~' && (Character.isWhitespace(c) || Character.isSpaceChar(c));
    }
}
