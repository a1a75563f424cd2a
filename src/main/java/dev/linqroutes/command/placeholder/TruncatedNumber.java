package dev.linqroutes.command.placeholder;

import java.util.regex.Pattern;

/** A number whose last digits a spreadsheet or a program has dropped: {@code 1.23457E+14}, {@code 1e+05}, {@code 2,02555e11}. */
public final class TruncatedNumber {
    /** What it is and what to do. */
    public static final String REASON =
            "the spreadsheet shortened the number, its last digits are lost; format the column as text and enter it again";

    /**
     * Excel, R, Python and JavaScript write the plus; Java and MySQL do not, but a fraction, and only from 1.0E7 on. So 12E4 can
     * be the number of an article.
     */
    private static final String WRITTEN =
            "[+-]?\\d{1,3}(?:[.,]\\d{1,20}[eE](?:\\+\\d{1,3}|[7-9]|\\d{2,3})|[eE]\\+\\d{1,3})";

    /** As many as Excel keeps of a number. */
    private static final int EXCEL_DIGITS = 15;

    /** Not of a length that prices and versions have. */
    private static final Pattern FRACTION = Pattern.compile("[1-9]\\d{2,}\\.0");

    private static final Pattern WHOLE = Pattern.compile(WRITTEN);

    /** Between spaces and marks, as in {@code Your order 1e+05.}. */
    public static final String IN_TEXT = "(?<![\\p{L}\\p{N}.,+-])" + WRITTEN + "(?![\\p{L}\\p{N}])";

    private TruncatedNumber() {}

    /** Whether the whole value is one. */
    public static boolean isTruncated(String value) {
        boolean maybe = value.indexOf('E') > 0 || value.indexOf('e') > 0;
        return maybe && WHOLE.matcher(value).matches();
    }

    /** Whether a program that had no value in another row of the column has written a whole number as a fraction. */
    static boolean isFraction(String value) {
        return value.endsWith(".0") && FRACTION.matcher(value).matches();
    }

    /** Whether it may be a longer number of which a spreadsheet has kept the fifteen digits that it can. */
    static boolean mayBeRounded(String value) {
        return value.length() > EXCEL_DIGITS + 1
                && value.chars().allMatch(c -> c >= '0' && c <= '9')
                && value.substring(EXCEL_DIGITS).chars().allMatch(c -> c == '0');
    }
}
