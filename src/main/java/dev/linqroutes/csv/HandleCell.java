package dev.linqroutes.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A cell with one or several handles, and what spreadsheets do to numbers. */
final class HandleCell {
    private static final int LONGEST = 1_000;

    /** No number and no address holds one of these. Google writes {@code :::} between several of one kind. */
    private static final Pattern BETWEEN =
            Pattern.compile(":::|[;|\\n\\r\\u000B\\u0085\\u2028\\u2029\\uFF1B\\uFF5C\\u061B]");

    private static final Pattern COMMA = Pattern.compile("[,\\uFF0C\\u3001\\u060C]");

    private static final Pattern SCIENTIFIC = Pattern.compile("[+-]?\\d+([.,]\\d+)?[eE][+-]?\\d{1,3}");
    private static final Pattern DECIMAL = Pattern.compile("\\+?\\d{7,}\\.0+");

    private HandleCell() {}

    static List<String> split(String cell) {
        List<String> handles = new ArrayList<>();
        for (String part : BETWEEN.split(cell)) {
            // The comma of 2,02555E+11 separates no handles.
            String[] written = isScientific(Cells.stripped(part)) ? new String[] {part} : COMMA.split(part);
            for (String handle : written) {
                if (!Cells.clean(handle).isEmpty()) {
                    handles.add(Cells.clean(handle));
                }
            }
        }
        return handles;
    }

    /** Why it cannot be the handle somebody entered. */
    static Optional<String> problem(String handle) {
        if (handle.length() > LONGEST) {
            return Optional.of("has " + handle.length() + " characters, which no number and no address has");
        }
        if (isScientific(handle)) {
            return Optional.of("is \"" + handle + "\": the spreadsheet shortened the number, its last digits are lost;"
                    + " format the column as text and enter it again");
        }
        return handle.indexOf('.') > 0 && DECIMAL.matcher(handle).matches()
                ? Optional.of("is \"" + handle + "\": a program made a decimal fraction of the number; format the"
                        + " column as text")
                : Optional.empty();
    }

    private static boolean isScientific(String handle) {
        boolean maybe = handle.indexOf('E') > 0 || handle.indexOf('e') > 0;
        return maybe && SCIENTIFIC.matcher(handle).matches();
    }
}
