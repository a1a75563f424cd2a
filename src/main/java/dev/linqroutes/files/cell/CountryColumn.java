package dev.linqroutes.files.cell;

import java.util.Optional;

/**
 * How the column of countries is to be read.
 *
 * @param hasStates whether some of its cells are states that are no country, such as {@code TX}: then {@code IN} is Indiana
 */
public record CountryColumn(boolean hasStates) {
    /** The country that a cell names. */
    public Optional<String> findRegion(String cell) {
        return hasStates && StateCodes.isStateCode(cell) ? Optional.empty() : CountryNames.findRegion(cell);
    }
}
