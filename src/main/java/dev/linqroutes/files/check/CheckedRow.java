package dev.linqroutes.files.check;

import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.util.List;
import java.util.Optional;

/**
 * The result of checking a row.
 *
 * @param row number as a spreadsheet shows it, from 1
 * @param problems why the row is not good; empty for a good row
 * @param warnings for the producer of a good row
 * @param command with the calls that would be sent; empty unless the row is good
 */
public record CheckedRow(
        long row,
        RowVerdict verdict,
        List<RowProblem> problems,
        List<String> warnings,
        Optional<PlannedCommand> command) {

    /**
     * One reason why a row is not good.
     *
     * @param column title of the column; empty if the problem is not in one column
     * @param value of the cell; may be empty
     * @param message the problem and what to do
     */
    public record RowProblem(String column, String value, String message) {
        public String describe() {
            String where = column.isEmpty() ? "" : "column " + column + ": ";
            // A message about one of several values in a cell quotes that value.
            boolean hasValue = value.isEmpty() || message.contains("\"");
            return where + message + (hasValue ? "" : ", is " + Quoting.quote(value));
        }
    }

    public boolean isGood() {
        return verdict == RowVerdict.GOOD;
    }
}
