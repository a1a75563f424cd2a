package dev.linqroutes.csv;

import dev.linqroutes.command.Received;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Rows in portions, read as they are asked for, so that a file of any length takes the memory of one portion. */
final class Chunks implements Iterator<List<Received>>, Closeable {
    /** Accepted in one transaction of the ledger. */
    private static final int ROWS = 500;

    /** A portion ends early when its rows are this long together. */
    private static final long BYTES = 4_000_000;

    private final Iterator<Received> rows;
    private final Closeable file;
    private boolean closed;

    Chunks(Iterator<Received> rows, Closeable file) {
        this.rows = rows;
        this.file = file;
    }

    @Override
    public boolean hasNext() {
        // The split asks once more when it has closed us.
        return !closed && rows.hasNext();
    }

    @Override
    public List<Received> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<Received> chunk = new ArrayList<>();
        long bytes = 0;
        while (chunk.size() < ROWS && bytes < BYTES && rows.hasNext()) {
            Received row = rows.next();
            bytes += row.body().length;
            chunk.add(row);
        }
        return chunk;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        file.close();
    }
}
