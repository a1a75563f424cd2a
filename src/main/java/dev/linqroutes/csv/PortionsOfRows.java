package dev.linqroutes.csv;

import dev.linqroutes.command.Received;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows in portions, so that a file of any length takes the memory of one portion. */
final class PortionsOfRows extends Reading<Portion> implements BatchFile.Portions {
    /** Put into the ledger in one transaction. */
    private static final int ROWS = 500;

    /** A portion ends early when its rows are this long together. */
    private static final long BYTES = 4_000_000;

    private final Reading<Received> rows;
    private int number;

    PortionsOfRows(Reading<Received> rows) {
        this.rows = rows;
    }

    @Override
    protected Optional<Portion> read() {
        List<Received> portion = new ArrayList<>(ROWS);
        long bytes = 0;
        while (portion.size() < ROWS && bytes < BYTES && rows.hasNext()) {
            Received row = rows.next();
            bytes += row.body().length;
            portion.add(row);
        }
        return portion.isEmpty() ? Optional.empty() : Optional.of(new Portion(++number, portion));
    }

    @Override
    public void close() throws IOException {
        super.close();
        rows.close();
    }
}
