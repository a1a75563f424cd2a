package dev.linqroutes.files.csv;

import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.files.rows.LookaheadIterator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads the rows below the header unchanged, and assigns each to its command. */
final class CsvRecordReader extends LookaheadIterator<InputRecord> implements BatchFile.InputRecords {
    private final CsvFile file;
    private final CsvParser rows;
    private final GroupBoundaries boundaries;

    CsvRecordReader(CsvFile file, CsvParser rows) {
        this.file = file;
        this.rows = rows;
        this.boundaries = new GroupBoundaries(file.header());
    }

    @Override
    protected Optional<InputRecord> readNext() throws IOException {
        return rows.next().map(row -> new InputRecord(row.number(), commandRow(row), markTruncatedCells(row)));
    }

    /** Marks truncated cells with an invalid placeholder, so that a truncated row is refused if it is dropped again. */
    private static List<String> markTruncatedCells(CsvRow row) {
        return row.isTooLong()
                ? row.cells().stream()
                        .map(cell -> cell.length() < CsvParser.KEPT_CELL_LENGTH ? cell : cell + "… {cut off}")
                        .toList()
                : row.cells();
    }

    private long commandRow(CsvRow row) {
        if (file.header().isEmptyRow(row)) {
            return 0;
        }
        boundaries.advance(row);
        return boundaries.firstRow();
    }

    @Override
    public List<String> header() {
        return file.header().cells();
    }

    @Override
    public char separator() {
        return file.separator().character();
    }

    @Override
    public void close() throws IOException {
        super.close();
        rows.close();
    }
}
