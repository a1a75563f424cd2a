package dev.linqroutes.files.rows;

import dev.linqroutes.command.ReceivedCommand;
import java.util.Iterator;
import java.util.List;

/**
 * Some consecutive rows of a file, as commands; the ledger stores a chunk as one part of the batch.
 *
 * @param number counted from 1
 * @param rows in the order of the file; at least one
 */
public record RowChunk(int number, List<ReceivedCommand> rows) implements Iterable<ReceivedCommand> {
    public RowChunk {
        rows = List.copyOf(rows);
    }

    @Override
    public Iterator<ReceivedCommand> iterator() {
        return rows.iterator();
    }
}
