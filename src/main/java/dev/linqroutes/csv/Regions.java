package dev.linqroutes.csv;

import java.util.Optional;

/**
 * How the column of countries is to be read.
 *
 * @param areStates whether some of its cells are states that are no country, such as {@code TX}: then {@code IN} is Indiana
 */
record Regions(boolean areStates) {
    /** The country that a cell names. */
    Optional<String> country(String cell) {
        return areStates && StateCodes.isOne(cell) ? Optional.empty() : CountryNames.region(cell);
    }
}
