package dev.linqroutes.csv;

import dev.linqroutes.command.Invisible;
import dev.linqroutes.command.Shown;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads cells as the person meant them who saw them in a spreadsheet. */
final class Cells {
    private static final int LONGEST_NAME = 1_000;
    private static final int LONGEST_UNTICKED = 9;
    private static final Set<String> UNTICKED =
            Set.of(("FALSE FALSCH FAUX FALSO ONWAAR FALSKT USANN FALSK EPÄTOSI FAŁSZ"
                            + " NEPRAVDA HAMIS YANLIŞ ЛОЖЬ ХИБНІСТЬ ΨΕΥΔΗΣ ☐")
                    .split(" "));

    /** {@code ="+12025550101"}, but not {@code ="Hi "&"Ann"}, which is two texts. */
    private static final Pattern FORMULA_FOR_TEXT = Pattern.compile("=\"(?:[^\"]|\"\")++\"");

    private Cells() {}

    /** Without space around it, and without what keeps a spreadsheet from reading a text as a number or a formula. */
    static String clean(String cell) {
        String text = unguarded(stripped(cell));
        return text.startsWith("=\"") && FORMULA_FOR_TEXT.matcher(text).matches()
                ? stripped(text.substring(2, text.length() - 1).replace("\"\"", "\""))
                : text;
    }

    private static String unguarded(String text) {
        boolean guarded = text.startsWith("'") && SheetCell.isFormula(text.substring(1));
        return guarded ? stripped(text.substring(1)) : text;
    }

    /** The cell in that column; empty where the row is too short. */
    static String clean(List<String> cells, int column) {
        return column < cells.size() ? clean(cells.get(column)) : "";
    }

    /** Without space around it, the kinds that do not break a line included; empty when nothing visible is left. */
    static String stripped(String text) {
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
    static boolean isUnticked(String cell) {
        return cell.length() <= LONGEST_UNTICKED && UNTICKED.contains(cell.toUpperCase(Locale.ROOT));
    }

    static boolean isBlank(String text) {
        return Invisible.isAllOf(text);
    }

    /** The same however its accents were typed. */
    static String composed(String text) {
        // Many accents on one letter take a time that grows with the square of their number, and no name is so long.
        return text.length() > LONGEST_NAME ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** Short enough to be kept, where it is too long to be used. */
    static String shortened(String text) {
        return text.length() <= 1_000 ? text : text.substring(0, 1_000);
    }

    /** Short enough for a message to a person. */
    static String shown(String text) {
        return Shown.shortened(text, 40);
    }

    private static boolean isSpace(char c) {
        return c <= ' ' || c > '~' && (Character.isWhitespace(c) || Character.isSpaceChar(c));
    }
}
