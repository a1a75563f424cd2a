package dev.linqroutes.files.csv;

import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.files.rows.LookaheadIterator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The rows under a header as they stand there, and which command each belongs to. */
final class CsvRecordReader extends LookaheadIterator<InputRecord> implements BatchFile.InputRecords {
    private final CsvFile file;
    private final CsvParser rows;
    private final Optional<GroupBoundaries> boundaries;

    CsvRecordReader(CsvFile file, CsvParser rows) {
        this.file = file;
        this.rows = rows;
        this.boundaries =
                file.header().hasMemberPerRow() ? Optional.of(new GroupBoundaries(file.header())) : Optional.empty();
    }

    @Override
    protected Optional<InputRecord> readNext() throws IOException {
        return rows.next().map(row -> new InputRecord(row.number(), commandRow(row), markTruncatedCells(row)));
    }

    /** Who drops a row again whose cells were cut is to be told, so what they are cut with is no good template. */
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
        boundaries.ifPresent(each -> each.advance(row));
        return boundaries.map(GroupBoundaries::firstRow).orElse(row.number());
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
