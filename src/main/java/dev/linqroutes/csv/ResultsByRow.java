package dev.linqroutes.csv;

import dev.linqroutes.ledger.RowResult;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Finds the result of each command while its file is read; both come in ascending order of the row. */
final class ResultsByRow {
    private final Iterator<RowResult> results;
    private RowResult current = unknown(0);

    ResultsByRow(Iterator<RowResult> results) {
        this.results = results;
    }

    /** {@code unknown} where there is none. */
    RowResult of(long commandRow) {
        while (current.row() < commandRow && results.hasNext()) {
            current = results.next();
        }
        return current.row() == commandRow ? current : unknown(commandRow);
    }

    private static RowResult unknown(long row) {
        return new RowResult(
                row,
                "unknown",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of("not in the ledger"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
