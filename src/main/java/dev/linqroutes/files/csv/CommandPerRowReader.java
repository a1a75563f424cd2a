package dev.linqroutes.files.csv;

import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.rows.LookaheadIterator;
import java.io.IOException;
import java.util.Optional;

/** Reads a file with one command per row. */
final class CommandPerRowReader extends LookaheadIterator<ReceivedCommand> {
    private final CsvFile file;
    private final CsvParser rows;
    private final GroupBoundaries boundaries;

    CommandPerRowReader(CsvFile file, CsvParser rows) {
        this.file = file;
        this.rows = rows;
        this.boundaries = new GroupBoundaries(file.header());
    }

    @Override
    protected Optional<ReceivedCommand> readNext() throws IOException {
        return rows.nextSkipping(file.header()::isEmptyRow).map(row -> {
            boundaries.advance(row);
            return new RowMapper(file, row, boundaries.command()).toReceived(file.sourceOfRow(row.number()));
        });
    }

    @Override
    public void close() throws IOException {
        super.close();
        rows.close();
    }
}
