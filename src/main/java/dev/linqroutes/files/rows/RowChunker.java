package dev.linqroutes.files.rows;

import dev.linqroutes.command.ReceivedCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Groups rows into chunks, so that importing a file of any length needs the memory of one chunk. */
public final class RowChunker extends LookaheadIterator<RowChunk> implements BatchFile.RowChunks {
    /** The rows of a chunk are stored in one transaction. */
    private static final int MAX_ROWS = 500;

    /** A chunk with fewer rows ends when its bodies have this total length. */
    private static final long MAX_BYTES = 4_000_000;

    private final LookaheadIterator<ReceivedCommand> rows;
    private int number;

    public RowChunker(LookaheadIterator<ReceivedCommand> rows) {
        this.rows = rows;
    }

    @Override
    protected Optional<RowChunk> readNext() {
        List<ReceivedCommand> chunk = new ArrayList<>(MAX_ROWS);
        long bytes = 0;
        while (chunk.size() < MAX_ROWS && bytes < MAX_BYTES && rows.hasNext()) {
            ReceivedCommand row = rows.next();
            bytes += row.body().length;
            chunk.add(row);
        }
        return chunk.isEmpty() ? Optional.empty() : Optional.of(new RowChunk(++number, chunk));
    }

    @Override
    public void close() throws IOException {
        super.close();
        rows.close();
    }
}
