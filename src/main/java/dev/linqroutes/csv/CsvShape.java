package dev.linqroutes.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.linqroutes.ledger.RowResult;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** The input's columns, and behind them the results. */
final class CsvShape implements SheetShape {
    private final List<String> columns;
    private final char separator;
    private final String[] row;

    CsvShape(List<String> columns, char separator) {
        this.columns = columns;
        this.separator = separator;
        this.row = new String[columns.size() + ResultColumns.count()];
    }

    /** Excel knows no file of that ending that is separated by anything else. */
    @Override
    public char separator() {
        return separator == ';' ? separator : ',';
    }

    @Override
    public String[] header() {
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(SheetCell.shown(column)));
        names.addAll(ResultColumns.names(columns));
        return names.toArray(String[]::new);
    }

    @Override
    public String[] row(InputRecord record, RowResult result) {
        List<String> cells = record.cells();
        for (int i = 0; i < columns.size(); i++) {
            row[i] = i < cells.size() ? SheetCell.shown(cells.get(i)) : "";
        }
        ResultColumns.fill(row, columns.size(), result, notes(cells, result));
        return row;
    }

    private List<String> notes(List<String> cells, RowResult result) {
        List<String> notes = new ArrayList<>(surplus(cells));
        if (result.begun()) {
            notes.add("the group was made, so this row is not among those to drop again;"
                    + " send what is missing as a command of its own");
        }
        return notes;
    }

    /** Cells that have no column are told in words: as cells they would stand in columns that are not theirs. */
    private List<String> surplus(List<String> cells) {
        if (cells.size() <= columns.size()) {
            return List.of();
        }
        List<String> surplus = cells.subList(columns.size(), cells.size()).stream()
                .filter(cell -> !cell.isBlank())
                .toList();
        return surplus.isEmpty()
                ? List.of()
                : List.of("cells without a column: \"" + String.join("\", \"", surplus) + "\"");
    }

    @Override
    public FailedRows failedRows(Writer file) throws IOException {
        CsvWriter csv = SheetShape.csv(file, separator);
        csv.writeRecord(columns.stream().map(SheetCell::safe).toList());
        return new Rows(csv);
    }

    private final class Rows implements FailedRows {
        private final CsvWriter csv;

        Rows(CsvWriter csv) {
            this.csv = csv;
        }

        @Override
        public void write(InputRecord record) {
            List<String> cells = new ArrayList<>();
            record.cells().forEach(cell -> cells.add(SheetCell.safe(cell)));
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
