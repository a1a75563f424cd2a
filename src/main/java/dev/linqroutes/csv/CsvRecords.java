package dev.linqroutes.csv;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The rows under a header as they stand there, and which command each belongs to. */
final class CsvRecords extends Reading<InputRecord> implements BatchFile.Records {
    private final CsvFile file;
    private final CsvParser rows;
    private final Optional<GroupRuns> runs;

    CsvRecords(CsvFile file, CsvParser rows) {
        this.file = file;
        this.rows = rows;
        this.runs = file.header().isMemberARow() ? Optional.of(new GroupRuns(file.header())) : Optional.empty();
    }

    @Override
    protected Optional<InputRecord> read() throws IOException {
        return rows.next().map(row -> new InputRecord(row.number(), commandRow(row), cells(row)));
    }

    /** Who drops a row again whose cells were cut is to be told, so what they are cut with is no good template. */
    private static List<String> cells(RawRow row) {
        return row.isTooLong()
                ? row.cells().stream()
                        .map(cell -> cell.length() < CsvParser.KEPT ? cell : cell + "… {cut off}")
                        .toList()
                : row.cells();
    }

    private long commandRow(RawRow row) {
        if (file.header().isEmpty(row)) {
            return 0;
        }
        runs.ifPresent(each -> each.begins(row));
        return runs.map(GroupRuns::firstRow).orElse(row.number());
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
