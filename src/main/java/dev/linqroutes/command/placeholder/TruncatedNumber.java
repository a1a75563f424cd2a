package dev.linqroutes.command.placeholder;

import java.util.regex.Pattern;

/**
 * A number whose last digits were dropped by a spreadsheet or program: {@code 1.23457E+14}, {@code 1e+05}, {@code 2,02555e11}.
 */
public final class TruncatedNumber {
    /** Reason and remedy, for messages. */
    public static final String REASON =
            "the spreadsheet shortened the number, its last digits are lost; format the column as text and enter it again";

    /**
     * Excel, R, Python and JavaScript write the plus sign. Java and MySQL do not, but write a fraction, and only from 1.0E7. So
     * 12E4 may be an article number.
     */
    private static final String WRITTEN =
            "[+-]?\\d{1,3}(?:[.,]\\d{1,20}[eE](?:\\+\\d{1,3}|[7-9]|\\d{2,3})|[eE]\\+\\d{1,3})";

    /** Digits that Excel keeps of a number. */
    private static final int EXCEL_DIGITS = 15;

    /** Longer than prices and version numbers. */
    private static final Pattern FRACTION = Pattern.compile("[1-9]\\d{2,}\\.0");

    private static final Pattern WHOLE = Pattern.compile(WRITTEN);

    /** Pattern for such a number inside a text, between spaces or punctuation, as in {@code Your order 1e+05.}. */
    public static final String IN_TEXT = "(?<![\\p{L}\\p{N}.,+-])" + WRITTEN + "(?![\\p{L}\\p{N}])";

    private TruncatedNumber() {}

    /** Whether the whole value is a truncated number. */
    public static boolean isTruncated(String value) {
        boolean maybe = value.indexOf('E') > 0 || value.indexOf('e') > 0;
        return maybe && WHOLE.matcher(value).matches();
    }

    /** Whether an integer was written as a fraction. Programs do so if another row of the column has no value. */
    static boolean isFraction(String value) {
        return value.endsWith(".0") && FRACTION.matcher(value).matches();
    }

    /** Whether this may be a longer number of which a spreadsheet kept 15 digits. */
    static boolean mayBeRounded(String value) {
        return value.length() > EXCEL_DIGITS + 1
                && value.chars().allMatch(c -> c >= '0' && c <= '9')
                && value.substring(EXCEL_DIGITS).chars().allMatch(c -> c == '0');
    }
}
