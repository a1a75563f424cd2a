package dev.linqroutes.files.results;

import dev.linqroutes.files.cell.SpreadsheetEscaper;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.ledger.batch.RowResult;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** The results sheet of a JSONL file: row, command id and the result columns, without the lines themselves. */
final class JsonlResultsFormat implements ResultsFormat {
    private static final List<String> COLUMNS = List.of("row", "command_id");
    private static final String PARTLY_DONE = "partly done, so this line is not in the file of failed lines;"
            + " `replay failed` sends only the missing calls";

    private final String[] row = new String[COLUMNS.size() + ResultColumns.count()];

    @Override
    public char separator() {
        return ',';
    }

    @Override
    public String[] header() {
        List<String> names = new ArrayList<>(COLUMNS);
        names.addAll(ResultColumns.names(COLUMNS));
        return names.toArray(String[]::new);
    }

    @Override
    public String[] row(InputRecord record, RowResult result) {
        row[0] = Long.toString(record.row());
        row[1] = SpreadsheetEscaper.escapeAndTruncate(result.commandId().orElse(""));
        ResultColumns.fill(row, COLUMNS.size(), result, result.partiallyDone() ? List.of(PARTLY_DONE) : List.of());
        return row;
    }

    @Override
    public FailedRowsWriter openFailedRows(Writer file) {
        return new JsonlFailedRows(file);
    }

    private record JsonlFailedRows(Writer file) implements FailedRowsWriter {
        @Override
        public void write(InputRecord record) throws IOException {
            String line = record.cells().get(0);
            file.write(line, 0, line.endsWith("\r") ? line.length() - 1 : line.length());
            file.write('\n');
        }

        @Override
        public void flush() throws IOException {
            file.flush();
        }
    }
}
