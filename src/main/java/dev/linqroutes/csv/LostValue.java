package dev.linqroutes.csv;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a spreadsheet or a database writes where the value that was meant is not there any more. */
final class LostValue {
    /** Excel always writes the plus, so that 12E4 can be the number of an article. */
    private static final Pattern SHORTENED = Pattern.compile("\\d([.,]\\d+)?E\\+\\d{2,3}");

    private static final Set<String> ERRORS =
            Set.of("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!");

    private LostValue() {}

    /** Why it cannot be the value somebody entered. */
    static Optional<String> problem(String value) {
        if (value.indexOf("E+") > 0 && SHORTENED.matcher(value).matches()) {
            return Optional.of("is \"" + value + "\": the spreadsheet shortened the number, its last digits are lost;"
                    + " format the column as text and enter it again");
        }
        if (value.startsWith("#") && (ERRORS.contains(value) || value.chars().allMatch(c -> c == '#'))) {
            return Optional.of("is \"" + Cells.shown(value) + "\": the spreadsheet had no value to show there; correct"
                    + " the cell in it");
        }
        return value.equals("\\N")
                ? Optional.of("is \"\\N\": databases write that where there is no value; export it as an empty cell")
                : Optional.empty();
    }
}
