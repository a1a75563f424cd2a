package dev.linqroutes.files.check;

import dev.linqroutes.command.ColumnPlace;
import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The result of checking a row.
 *
 * @param row number as a spreadsheet shows it, from 1
 * @param problems why the row is not good; empty for a good row
 * @param warnings for the producer of a good row
 * @param command with the calls that would be sent; empty unless the row is good, and for a command that the ledger has already
 * @param line of the command's group, if the ledger knows it
 * @param media addresses that Linq would download from; none unless the row is good
 */
public record CheckedRow(
        long row,
        RowVerdict verdict,
        List<RowProblem> problems,
        List<String> warnings,
        Optional<PlannedCommand> command,
        Optional<String> line,
        List<MediaAddress> media) {
    /** A row that sends nothing. */
    public CheckedRow(long row, RowVerdict verdict, List<RowProblem> problems, List<String> warnings) {
        this(row, verdict, problems, warnings, Optional.empty(), Optional.empty(), List.of());
    }

    /** The same row without its command. */
    public CheckedRow withoutCommand() {
        return new CheckedRow(row, verdict, problems, warnings);
    }

    /**
     * One reason why a row is not good.
     *
     * @param column title of the column; empty if the problem is not in one column
     * @param value of the cell; may be empty
     * @param row of the cell, with one member per row; empty for the row itself
     * @param otherRow the other row that the problem is about
     * @param message the problem and what to do
     */
    public record RowProblem(String column, OptionalLong row, OptionalLong otherRow, String value, String message) {
        /** A problem that is in no column. */
        static RowProblem of(OptionalLong otherRow, String message) {
            return new RowProblem("", OptionalLong.empty(), otherRow, "", message);
        }

        static RowProblem in(ColumnPlace place, OptionalLong otherRow, String value, String message) {
            return new RowProblem(place.title(), place.row(), otherRow, value, message);
        }

        /** The column, and the row if it is not the first of the group; empty if the problem is in no column. */
        public String place() {
            return column.isEmpty() ? "" : new ColumnPlace(column, row).describe();
        }

        public String describe() {
            String where = column.isEmpty() ? "" : "column " + place() + ": ";
            // A message about one of several values in a cell quotes that value.
            boolean hasValue = value.isEmpty() || message.contains("\"");
            return where + message + (hasValue ? "" : ", is " + Quoting.quote(value));
        }
    }

    public boolean isGood() {
        return verdict == RowVerdict.GOOD;
    }
}
