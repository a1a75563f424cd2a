package dev.linqroutes.files.cell;

/** What may stand in a cell of a file that a spreadsheet opens. */
public final class SpreadsheetEscaper {
    /** Of a cell in Excel, in characters. */
    static final int MAX_CELL_LENGTH = 32_767;

    private SpreadsheetEscaper() {}

    /**
     * With an apostrophe before what a spreadsheet would take for a formula, also behind what it may drop first: white space,
     * ends of lines, invisible characters. The apostrophe is dropped when such a file is read. A NUL, which no CSV may hold,
     * becomes a replacement character.
     */
    public static String escape(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String safe = mayBeFormula(text) ? "'" + text : text;
        return safe.indexOf(0) < 0 ? safe : safe.replace('\0', '\uFFFD');
    }

    /** Whether a spreadsheet may take it for one: some drop white space, ends of lines and the like before a sign. */
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

    /** Of any width: a spreadsheet with a Japanese or Chinese keyboard takes the wide ones for the others. */
    private static boolean isFormulaSign(char c) {
        return switch (c) {
            case '=', '+', '-', '@', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20' -> true;
            default -> false;
        };
    }

    /** Safe, and no longer than Excel takes; what is cut ends with an ellipsis. */
    public static String escapeAndTruncate(String text) {
        String safe = escape(text);
        if (safe.length() <= MAX_CELL_LENGTH) {
            return safe;
        }
        int end = MAX_CELL_LENGTH - 1;
        return safe.substring(0, Character.isHighSurrogate(safe.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
