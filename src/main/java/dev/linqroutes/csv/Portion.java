package dev.linqroutes.csv;

import dev.linqroutes.command.Received;
import java.util.Iterator;
import java.util.List;

/**
 * Some rows of a file, as commands; kept in the ledger as one part of the batch.
 *
 * @param number counted from 1
 * @param rows in the file's order; at least one
 */
public record Portion(int number, List<Received> rows) implements Iterable<Received> {
    public Portion {
        rows = List.copyOf(rows);
    }

    @Override
    public Iterator<Received> iterator() {
        return rows.iterator();
    }
}
