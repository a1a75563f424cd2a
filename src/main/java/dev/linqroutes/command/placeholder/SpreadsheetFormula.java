package dev.linqroutes.command.placeholder;

import java.util.regex.Pattern;

/** A formula instead of its result: {@code =VLOOKUP(A2,B:C,2,FALSE)}, {@code =B2&"-"&C2}. */
final class SpreadsheetFormula {
    static final String REASON = "a formula, not its result; save the sheet with its values";

    /** Longest formula of Excel. */
    private static final int MAX_LENGTH = 8_192;

    private static final String CELL = "\\$?[A-Z]{1,3}\\$?\\d{1,7}";

    /** A function, a column of a table, a cell (also of another sheet), or a text followed by an operator. */
    private static final Pattern BEGINNING = Pattern.compile("=\\s*[-+(@]?(?:"
            + "[\\p{Lu}_][\\p{Lu}\\p{N}._]{0,40}\\("
            + "|(?:'[^']{1,80}'|\\$?[\\p{L}_][\\p{L}\\p{N}_]{0,40})[!.]\\$?[A-Z]"
            + "|[\\p{L}_][\\p{L}\\p{N}_]{0,40}\\[[@#\\p{L}\\d-]"
            + "|" + CELL + "(?![\\p{L}\\p{N}])"
            + "|\"[^\"]{0,1000}\"\\s*&)");

    private SpreadsheetFormula() {}

    static boolean isFormula(String value) {
        return value.length() > 2
                && value.charAt(0) == '='
                && value.length() <= MAX_LENGTH
                && BEGINNING.matcher(value).lookingAt();
    }
}
