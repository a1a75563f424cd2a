package dev.linqroutes.files.rows;

import dev.linqroutes.command.ReceivedCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows in portions, so that a file of any length takes the memory of one portion. */
public final class RowChunker extends LookaheadIterator<RowChunk> implements BatchFile.RowChunks {
    /** Put into the ledger in one transaction. */
    private static final int MAX_ROWS = 500;

    /** A portion ends early when its rows are this long together. */
    private static final long MAX_BYTES = 4_000_000;

    private final LookaheadIterator<ReceivedCommand> rows;
    private int number;

    public RowChunker(LookaheadIterator<ReceivedCommand> rows) {
        this.rows = rows;
    }

    @Override
    protected Optional<RowChunk> readNext() {
        List<ReceivedCommand> portion = new ArrayList<>(MAX_ROWS);
        long bytes = 0;
        while (portion.size() < MAX_ROWS && bytes < MAX_BYTES && rows.hasNext()) {
            ReceivedCommand row = rows.next();
            bytes += row.body().length;
            portion.add(row);
        }
        return portion.isEmpty() ? Optional.empty() : Optional.of(new RowChunk(++number, portion));
    }

    @Override
    public void close() throws IOException {
        super.close();
        rows.close();
    }
}
