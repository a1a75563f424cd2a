package dev.linqroutes.files.results;

import dev.linqroutes.ledger.batch.RowResult;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Finds the result of each command while the file is read; both are in ascending order of the row. */
final class RowResultCursor {
    private final Iterator<RowResult> results;
    private RowResult current = unknownResult(0);

    RowResultCursor(Iterator<RowResult> results) {
        this.results = results;
    }

    /** The result of the command; status {@code unknown} if there is none. */
    RowResult advanceTo(long commandRow) {
        while (current.row() < commandRow && results.hasNext()) {
            current = results.next();
        }
        return current.row() == commandRow ? current : unknownResult(commandRow);
    }

    private static RowResult unknownResult(long row) {
        return new RowResult(
                row,
                "unknown",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of("the ledger has no result for this row"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
