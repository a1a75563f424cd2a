package dev.linqroutes.csv;

/** What may stand in a cell of a file that a spreadsheet opens. */
final class SheetCell {
    /** Of a cell in Excel, in characters. */
    static final int LONGEST = 32_767;

    private SheetCell() {}

    /**
     * With an apostrophe before what a spreadsheet would take for a formula. The apostrophe is dropped when such a file is
     * read. A NUL, which no CSV may hold, becomes a replacement character.
     */
    static String safe(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String safe = isFormula(text.charAt(0)) ? "'" + text : text;
        return safe.indexOf(0) < 0 ? safe : safe.replace('\0', '\uFFFD');
    }

    /** Whether a spreadsheet takes what begins so for one. */
    static boolean isFormula(char first) {
        return switch (first) {
            case '=', '+', '-', '@', '\t', '\r' -> true;
            default -> false;
        };
    }

    /** Safe, and no longer than Excel takes; what is cut ends with an ellipsis. */
    static String shown(String text) {
        String safe = safe(text);
        if (safe.length() <= LONGEST) {
            return safe;
        }
        int end = LONGEST - 1;
        return safe.substring(0, Character.isHighSurrogate(safe.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
