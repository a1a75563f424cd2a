package dev.linqroutes.csv;

import dev.linqroutes.command.Received;
import java.io.IOException;
import java.util.Optional;

/** Each row a group. */
final class GroupRows extends Reading<Received> {
    private final CsvFile file;
    private final CsvParser rows;

    GroupRows(CsvFile file, CsvParser rows) {
        this.file = file;
        this.rows = rows;
    }

    @Override
    protected Optional<Received> read() throws IOException {
        return rows.nextBut(file.header()::isEmpty)
                .map(row -> new GroupRow(file, row).received(file.source(row.number())));
    }

    @Override
    public void close() throws IOException {
        super.close();
        rows.close();
    }
}
