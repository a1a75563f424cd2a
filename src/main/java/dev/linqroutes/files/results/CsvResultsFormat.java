package dev.linqroutes.files.results;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.linqroutes.files.cell.SheetCommand;
import dev.linqroutes.files.cell.SpreadsheetEscaper;
import dev.linqroutes.files.csv.CsvOutput;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.ledger.batch.RowResult;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results sheet of a CSV file: the columns of the input, followed by the result columns. */
final class CsvResultsFormat implements ResultsFormat {
    private static final Optional<String> CREATE_GROUP = Optional.of(SheetCommand.CREATE_GROUP.type());

    private final List<String> columns;
    private final char separator;
    private final String[] row;

    CsvResultsFormat(List<String> columns, char separator) {
        this.columns = columns;
        this.separator = separator;
        this.row = new String[columns.size() + ResultColumns.count()];
    }

    /** Excel opens .csv files with semicolons or commas only. */
    @Override
    public char separator() {
        return separator == ';' ? separator : ',';
    }

    @Override
    public String[] header() {
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(SpreadsheetEscaper.escapeAndTruncate(column)));
        names.addAll(ResultColumns.names(columns));
        return names.toArray(String[]::new);
    }

    @Override
    public String[] row(InputRecord record, RowResult result) {
        List<String> cells = record.cells();
        for (int i = 0; i < columns.size(); i++) {
            row[i] = i < cells.size() ? SpreadsheetEscaper.escapeAndTruncate(cells.get(i)) : "";
        }
        ResultColumns.fill(row, columns.size(), result, notes(cells, result));
        return row;
    }

    private List<String> notes(List<String> cells, RowResult result) {
        List<String> notes = new ArrayList<>(describeExtraCells(cells));
        if (result.partiallyDone()) {
            notes.add((result.command().equals(CREATE_GROUP) ? "the group was created" : "a part of it was done")
                    + ", so this row is not in the file of failed rows; send what is missing as a separate command");
        }
        return notes;
    }

    /** Cells beyond the last column go into the reason: as cells they would be in the result columns. */
    private List<String> describeExtraCells(List<String> cells) {
        if (cells.size() <= columns.size()) {
            return List.of();
        }
        List<String> extraCells = cells.subList(columns.size(), cells.size()).stream()
                .filter(cell -> !cell.isBlank())
                .toList();
        return extraCells.isEmpty()
                ? List.of()
                : List.of("cells without a column: \"" + String.join("\", \"", extraCells) + "\"");
    }

    @Override
    public FailedRowsWriter openFailedRows(Writer file) throws IOException {
        CsvWriter csv = CsvOutput.open(file, separator);
        csv.writeRecord(columns.stream().map(SpreadsheetEscaper::escape).toList());
        return new CsvFailedRows(csv);
    }

    private final class CsvFailedRows implements FailedRowsWriter {
        private final CsvWriter csv;

        CsvFailedRows(CsvWriter csv) {
            this.csv = csv;
        }

        @Override
        public void write(InputRecord record) {
            List<String> cells = new ArrayList<>();
            record.cells().forEach(cell -> cells.add(SpreadsheetEscaper.escape(cell)));
            while (cells.size() < columns.size()) {
                cells.add("");
            }
            csv.writeRecord(cells);
        }

        @Override
        public void flush() throws IOException {
            csv.flush();
        }
    }
}
