package dev.linqroutes.files.csv;

import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.rows.LookaheadIterator;
import java.io.IOException;
import java.util.Optional;

/** Reads a file with one group per row. */
final class GroupPerRowReader extends LookaheadIterator<ReceivedCommand> {
    private final CsvFile file;
    private final CsvParser rows;

    GroupPerRowReader(CsvFile file, CsvParser rows) {
        this.file = file;
        this.rows = rows;
    }

    @Override
    protected Optional<ReceivedCommand> readNext() throws IOException {
        return rows.nextSkipping(file.header()::isEmptyRow)
                .map(row -> new GroupRowMapper(file, row).toReceived(file.sourceOfRow(row.number())));
    }

    @Override
    public void close() throws IOException {
        super.close();
        rows.close();
    }
}
