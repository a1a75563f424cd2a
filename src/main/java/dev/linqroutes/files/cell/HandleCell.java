package dev.linqroutes.files.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Splits a cell into handles, and detects numbers that a spreadsheet has changed. */
public final class HandleCell {
    private static final int MAX_LENGTH = 1_000;

    /** Never part of a number or address. Google Contacts writes {@code :::} between several values. */
    private static final Pattern SEPARATORS =
            Pattern.compile(":::|[;|\\n\\r\\u000B\\u0085\\u2028\\u2029\\uFF1B\\uFF5C\\u061B]");

    private static final Pattern COMMA = Pattern.compile("[,\\uFF0C\\u3001\\u060C]");

    /** A list as programs and databases write it: {@code [+1…, +1…]}, {@code {+1…,+1…}}. */
    private static final Pattern LIST = Pattern.compile("\\[[^\\[\\]]*]|\\{[^{}]*}|\\([^()]*\\)");

    /** The part before the comma in {@code Example, Ann <ann@example.com>}. */
    private static final Pattern SURNAME = Pattern.compile("[^@<>\\p{Nd}]+");

    private static final Pattern THOUSANDS_SEPARATED = Pattern.compile("\\d{1,3}(?:,\\d{3}){2,4}");
    private static final Pattern SCIENTIFIC = Pattern.compile("[+-]?\\d+([.,]\\d+)?[eE][+-]?\\d{1,3}");
    private static final Pattern DECIMAL = Pattern.compile("\\+?\\d{7,}\\.0+");

    private static final Pattern PLAIN_NUMBER = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern WITH_COUNTRY_CODE = Pattern.compile("[+＋][\\s(]?\\p{Nd}[\\p{Nd}\\s().-]{6}");
    private static final Pattern DIGITS =
            Pattern.compile("[\\s\\p{Pd}()./;|,]*(?:\\p{Nd}[\\s\\p{Z}\\p{Pd}()./;|,]*){5,200}");

    private HandleCell() {}

    public static List<String> split(String cell) {
        List<String> handles = new ArrayList<>();
        boolean hasComma = COMMA.matcher(cell).find();
        String listed = hasComma && LIST.matcher(cell).matches() ? cell.substring(1, cell.length() - 1) : cell;
        for (String part : SEPARATORS.split(listed)) {
            for (String handle : hasComma ? splitAtCommas(part) : List.of(part)) {
                String cleaned = CellText.clean(handle);
                if (!cleaned.isEmpty()) {
                    handles.add(cleaned);
                }
            }
        }
        return handles;
    }

    /** Commas within {@code 2,02555E+11} or {@code 12,025,550,101}, or after a surname, do not separate handles. */
    private static List<String> splitAtCommas(String part) {
        String written = CellText.strip(part);
        if (isScientific(written) || THOUSANDS_SEPARATED.matcher(written).matches()) {
            return List.of(part);
        }
        List<String> handles = new ArrayList<>();
        String surname = "";
        for (String handle : COMMA.split(part)) {
            boolean isNamed = handle.indexOf('<') >= 0;
            if (!isNamed && !surname.isEmpty()) {
                handles.add(surname);
                surname = "";
            }
            if (!isNamed && SURNAME.matcher(handle).matches()) {
                surname = handle;
            } else {
                handles.add(surname.isEmpty() ? handle : surname + "," + handle);
                surname = "";
            }
        }
        handles.add(surname);
        return handles;
    }

    /** Whether this is a plus sign and the digits of a number. Nearly all cells are, and need no further checks. */
    public static boolean isPlainNumber(String handle) {
        return PLAIN_NUMBER.matcher(handle).matches();
    }

    /** Why the handle cannot be what the user entered; empty if it can. */
    public static Optional<String> describeProblem(String handle) {
        if (handle.length() > MAX_LENGTH) {
            return Optional.of("has " + handle.length() + " characters, too many for a number or address");
        }
        if (isScientific(handle)) {
            return Optional.of("is \"" + handle + "\": the spreadsheet shortened the number, its last digits are lost;"
                    + " format the column as text and enter it again");
        }
        if (THOUSANDS_SEPARATED.matcher(handle).matches()) {
            return Optional.of("is \"" + handle
                    + "\": the spreadsheet inserted commas into the number; format the column as" + " text");
        }
        return handle.indexOf('.') > 0 && DECIMAL.matcher(handle).matches()
                ? Optional.of("is \"" + handle + "\": a program converted the number to a decimal; format the"
                        + " column as text")
                : Optional.empty();
    }

    /** Whether the handle needs no country column: an address, or a number with country code. */
    public static boolean hasCountryCode(String handle) {
        return handle.indexOf('+') >= 0
                || handle.indexOf('＋') >= 0
                || handle.indexOf('@') >= 0
                || handle.startsWith("00");
    }

    /** Whether the cell may be a handle: an address, a number with country code, or only digits and punctuation. */
    public static boolean mayBeHandle(String cell) {
        return isPlainlyHandle(cell) || DIGITS.matcher(cell).matches();
    }

    /** Whether the cell has an address, or a number with country code: digits alone may be anything. */
    public static boolean isPlainlyHandle(String cell) {
        return cell.indexOf('@') >= 0 || WITH_COUNTRY_CODE.matcher(cell).find();
    }

    private static boolean isScientific(String handle) {
        boolean maybe = handle.indexOf('E') > 0 || handle.indexOf('e') > 0;
        return maybe && SCIENTIFIC.matcher(handle).matches();
    }
}
