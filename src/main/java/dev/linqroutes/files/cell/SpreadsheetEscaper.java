package dev.linqroutes.files.cell;

/** Escapes text for a cell of a file that a spreadsheet opens: prevents formulas, and limits the length. */
public final class SpreadsheetEscaper {
    /** Limit of Excel, in characters. */
    static final int MAX_CELL_LENGTH = 32_767;

    private SpreadsheetEscaper() {}

    /**
     * Prefixes an apostrophe to text that a spreadsheet may evaluate as a formula, also after characters that it may ignore
     * first: white space, line ends, invisible characters. {@link CellText} removes the apostrophe again. A NUL, which is not
     * allowed in CSV, becomes a replacement character.
     */
    public static String escape(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String escaped = mayBeFormula(text) ? "'" + text : text;
        return escaped.indexOf(0) < 0 ? escaped : escaped.replace('\0', '\uFFFD');
    }

    /** The text without the apostrophe of {@link #escape}. */
    public static String unescape(String cell) {
        return cell.startsWith("'") && mayBeFormula(cell.substring(1)) ? cell.substring(1) : cell;
    }

    /** Whether a spreadsheet may evaluate the text as a formula. */
    static boolean mayBeFormula(String text) {
        int at = 0;
        while (at < text.length() && isIgnoredBeforeFormula(text.charAt(at))) {
            at++;
        }
        return at < text.length() && isFormulaSign(text.charAt(at)) || text.startsWith("\t") || text.startsWith("\r");
    }

    private static boolean isIgnoredBeforeFormula(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }

    /** Includes the full-width forms, which spreadsheets accept from Japanese or Chinese keyboards. */
    private static boolean isFormulaSign(char c) {
        return switch (c) {
            case '=', '+', '-', '@', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20' -> true;
            default -> false;
        };
    }

    /** Escapes the text, and truncates it to the limit of Excel, with an ellipsis at the end. */
    public static String escapeAndTruncate(String text) {
        String escaped = escape(text);
        if (escaped.length() <= MAX_CELL_LENGTH) {
            return escaped;
        }
        int end = MAX_CELL_LENGTH - 1;
        return escaped.substring(0, Character.isHighSurrogate(escaped.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
