package dev.linqroutes.files.results;

import dev.linqroutes.ledger.batch.RowResult;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Finds the result of each command while its file is read; both come in ascending order of the row. */
final class RowResultCursor {
    private final Iterator<RowResult> results;
    private RowResult current = unknownResult(0);

    RowResultCursor(Iterator<RowResult> results) {
        this.results = results;
    }

    /** {@code unknown} where there is none. */
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
                List.of(),
                Optional.empty(),
                List.of("not in the ledger"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
