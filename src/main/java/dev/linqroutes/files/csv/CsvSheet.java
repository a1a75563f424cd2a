package dev.linqroutes.files.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.linqroutes.files.cell.GroupField;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.options.Sidecar;
import dev.linqroutes.files.text.TextFile;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * The cells of a CSV file, whether or not it can be imported: for showing and correcting them. Row numbers are those of the import and of
 * a spreadsheet, from 1; the header is one of them.
 */
public final class CsvSheet {
    private final TextFile text;
    private final Sidecar options;
    private final CellSeparator separator;
    private final CsvRow header;

    private CsvSheet(TextFile text, Sidecar options, CellSeparator separator, CsvRow header) {
        this.text = text;
        this.options = options;
        this.separator = separator;
        this.header = header;
    }

    /** @throws UnreadableFile when the file has no row, or its quotes are ambiguous */
    public static CsvSheet open(TextFile text, Sidecar options) throws IOException {
        CellSeparator separator = CellSeparator.detect(text);
        try (CsvParser rows = new CsvParser(text, separator)) {
            CsvRow header = rows.nextNonBlank()
                    .orElseThrow(
                            () -> new UnreadableFile(text.name() + ": is empty; the first row must name the columns"));
            return new CsvSheet(text, options, separator, header);
        }
    }

    /**
     * A column.
     *
     * @param title as written
     * @param field what it is taken for; empty for data of placeholders
     * @param isUncertain whether its name may mean something else, and nobody has said what
     */
    public record Column(String title, Optional<GroupField> field, boolean isUncertain) {}

    /** A row below the header; it may have fewer or more cells than the header. */
    public record Row(long number, List<String> cells) {}

    /** How the text was read, for a person. */
    public List<String> describeFormat() {
        return List.of(text.encoding().describe(), "separated by " + separator.describe());
    }

    /** The cells of the header row, unchanged. */
    public List<String> header() {
        return header.cells();
    }

    public Sidecar options() {
        return options;
    }

    public List<Column> columns() {
        List<Optional<GroupField>> fields = CsvHeader.fields(header.cells(), options);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            String title = header.cells().get(i);
            columns.add(new Column(title, fields.get(i), options.isUncertain(CsvHeader.normalizeName(title))));
        }
        return columns;
    }

    /** The first rows below the header of which the numbers match; blank ones are left out. */
    public List<Row> rows(LongPredicate wanted, int limit) throws IOException {
        List<Row> found = new ArrayList<>();
        try (CsvParser rows = new CsvParser(text, separator)) {
            Optional<CsvRow> row = rows.next();
            while (row.isPresent() && found.size() < limit) {
                long number = row.get().number();
                if (number > header.number() && !row.get().isBlank() && wanted.test(number)) {
                    found.add(new Row(number, row.get().cells()));
                }
                row = rows.next();
            }
        }
        return found;
    }

    /**
     * Writes a copy with other cells and fewer rows. A row that is left out is blank, so that the numbers of the others stay. The header is
     * always kept.
     *
     * @param cells new values by row number and column index from 0
     * @param kept numbers of the rows to keep
     * @throws UnreadableFile when a row is too long to be kept in memory
     */
    public void writeCopy(Writer file, Map<Long, Map<Integer, String>> cells, LongPredicate kept) throws IOException {
        writeCells(CsvOutput.open(file, separator.character()), cells, kept);
    }

    private void writeCells(CsvWriter csv, Map<Long, Map<Integer, String>> cells, LongPredicate kept)
            throws IOException {
        try (CsvParser rows = new CsvParser(text, separator)) {
            Optional<CsvRow> row = rows.next();
            while (row.isPresent()) {
                CsvRow each = row.get();
                if (each.isTooLong()) {
                    throw new UnreadableFile(text.name() + " row " + each.number()
                            + ": is too long to be changed here; shorten it in the file itself");
                }
                if (each.number() <= header.number() || kept.test(each.number())) {
                    csv.writeRecord(withCells(each.cells(), cells.getOrDefault(each.number(), Map.of())));
                } else {
                    csv.writeRecord("");
                }
                row = rows.next();
            }
        }
        csv.flush();
    }

    /** Writes a copy in which all rows are below a new header. */
    public void writeWithHeader(Writer file, List<String> titles) throws IOException {
        CsvWriter csv = CsvOutput.open(file, separator.character());
        csv.writeRecord(titles);
        writeCells(csv, Map.of(), row -> true);
    }

    /** Number of the header row. */
    public long headerRow() {
        return header.number();
    }

    private static List<String> withCells(List<String> cells, Map<Integer, String> changes) {
        List<String> changed = new ArrayList<>(cells);
        changes.forEach((column, value) -> {
            while (changed.size() <= column) {
                changed.add("");
            }
            changed.set(column, value);
        });
        return changed;
    }
}
