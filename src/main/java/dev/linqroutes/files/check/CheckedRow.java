package dev.linqroutes.files.check;

import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.util.List;
import java.util.Optional;

/**
 * What a row of a file would come to.
 *
 * @param row as a spreadsheet shows it
 * @param problems why it is not good; empty for a good row
 * @param warnings what its producer should know although it is good
 * @param command what would be sent; empty for a bad row
 */
record CheckedRow(
        long row,
        RowVerdict verdict,
        List<RowProblem> problems,
        List<String> warnings,
        Optional<PlannedCommand> command) {

    /**
     * One reason why a row is not good.
     *
     * @param column empty for what stands in none
     * @param value what stands there; empty where nothing does
     * @param message what is wrong and what to do
     */
    record RowProblem(String column, String value, String message) {
        String describe() {
            String where = column.isEmpty() ? "" : "column " + column + ": ";
            // Of several in a cell the message names the one that is wrong.
            boolean shown = value.isEmpty() || message.contains("\"");
            return where + message + (shown ? "" : ", is " + Quoting.quote(value));
        }
    }

    boolean isGood() {
        return verdict == RowVerdict.GOOD;
    }
}
