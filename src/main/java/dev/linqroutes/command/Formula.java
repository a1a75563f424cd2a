package dev.linqroutes.command;

import java.util.regex.Pattern;

/** A formula where what it comes to was meant: {@code =VLOOKUP(A2,B:C,2,FALSE)}, {@code =B2&"-"&C2}. */
final class Formula {
    static final String REASON = "a formula, not what it comes to; save the sheet with its values";

    /** As long as Excel takes one. */
    private static final int LONGEST = 8_192;

    private static final String CELL = "\\$?[A-Z]{1,3}\\$?\\d{1,7}";

    /** A function, a column of a table, a cell also of another sheet, or a text that goes on. */
    private static final Pattern BEGINNING = Pattern.compile("=\\s*[-+(@]?(?:"
            + "[\\p{Lu}_][\\p{Lu}\\p{N}._]{0,40}\\("
            + "|(?:'[^']{1,80}'|\\$?[\\p{L}_][\\p{L}\\p{N}_]{0,40})[!.]\\$?[A-Z]"
            + "|[\\p{L}_][\\p{L}\\p{N}_]{0,40}\\[[@#\\p{L}\\d-]"
            + "|" + CELL + "(?![\\p{L}\\p{N}])"
            + "|\"[^\"]{0,1000}\"\\s*&)");

    private Formula() {}

    static boolean isOne(String value) {
        return value.length() > 2
                && value.charAt(0) == '='
                && value.length() <= LONGEST
                && BEGINNING.matcher(value).lookingAt();
    }
}
