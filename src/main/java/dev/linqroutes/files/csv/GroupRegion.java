package dev.linqroutes.files.csv;

import dev.linqroutes.files.cell.CellText;
import dev.linqroutes.files.cell.CountryColumn;
import dev.linqroutes.files.cell.HandleCell;
import dev.linqroutes.files.cell.StateCodes;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The country of a group, by which its numbers without country code are parsed. Problems of the column count only if there is
 * such a number: otherwise the column is not needed, and may mean something else, such as a sales region.
 */
final class GroupRegion {
    private final CountryColumn countryColumn;
    private Optional<String> country = Optional.empty();
    private Optional<String> problem = Optional.empty();
    private Optional<String> ambiguity = Optional.empty();

    GroupRegion(CountryColumn countryColumn) {
        this.countryColumn = countryColumn;
    }

    void put(String column, String cell) {
        country = countryColumn.findRegion(cell);
        ambiguity = country.flatMap(code -> StateCodes.describeAmbiguity(cell, code))
                .map(description -> "column " + CellText.abbreviate(column) + ": " + description);
        if (country.isEmpty()) {
            problem = Optional.of("column " + column + ": must be a country such as US or Germany, but is \""
                    + CellText.abbreviate(cell) + "\"");
        }
    }

    /** @param difference describes the cell if its country differs from that of the group */
    void addMember(String cell, String difference) {
        Optional<String> other = countryColumn.findRegion(cell);
        if (other.isEmpty() || !other.equals(country)) {
            problem = problem.or(() -> Optional.of(difference));
        }
    }

    /** Two-letter country code; empty if the column is missing, empty or invalid. */
    Optional<String> country() {
        return country;
    }

    /** Why the group is refused; empty if the country is valid or not needed. */
    Optional<String> describeProblem(Supplier<List<String>> numbers) {
        return problem.flatMap(description -> withoutCountryCode(numbers)
                .findFirst()
                .map(number -> description + "; \"" + CellText.abbreviate(number)
                        + "\" has no + and country code; add these, or correct the country. Rename the column if it"
                        + " means something else"));
    }

    /** A warning for a country code that is also a state; empty if no number may be American. */
    Optional<String> describeAmbiguity(Supplier<List<String>> numbers) {
        return ambiguity.flatMap(description -> withoutCountryCode(numbers)
                .filter(StateCodes::mayBeAmerican)
                .findFirst()
                .map(number ->
                        description + "; if \"" + CellText.abbreviate(number) + "\" is American, write it with +1"));
    }

    private static Stream<String> withoutCountryCode(Supplier<List<String>> numbers) {
        return numbers.get().stream().filter(number -> !HandleCell.hasCountryCode(number));
    }
}
