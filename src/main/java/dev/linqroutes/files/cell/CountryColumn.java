package dev.linqroutes.files.cell;

import java.util.Optional;

/**
 * How to read the column of countries of a file.
 *
 * @param hasStates whether a cell is a state that is not a country code, such as {@code TX}: then {@code IN} is Indiana
 */
public record CountryColumn(boolean hasStates) {
    /** The country code of a cell; empty if it is not a country. */
    public Optional<String> findRegion(String cell) {
        return hasStates && StateCodes.isStateCode(cell) ? Optional.empty() : CountryNames.findRegion(cell);
    }
}
