package dev.linqroutes.command;

import java.util.OptionalLong;

/**
 * Where in a sheet a value of a command is.
 *
 * @param title of the column
 * @param row of the cell, unless it is in the first row of the command
 */
public record ColumnPlace(String title, OptionalLong row) {
    /** In the first row of the command. */
    public static ColumnPlace of(String title) {
        return new ColumnPlace(title, OptionalLong.empty());
    }

    public static ColumnPlace inRow(String title, long row) {
        return new ColumnPlace(title, OptionalLong.of(row));
    }

    /** For a person. */
    public String describe() {
        return row.isPresent() ? title + ", row " + row.getAsLong() : title;
    }
}
