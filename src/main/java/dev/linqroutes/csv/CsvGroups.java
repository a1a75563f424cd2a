package dev.linqroutes.csv;

import dev.linqroutes.command.Received;
import java.io.File;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Reads groups from CSV files, for the route that takes them straight into the ledger. */
public final class CsvGroups {
    /**
     * The file's rows as commands.
     *
     * @return closeable; to be closed when done
     * @throws UnreadableFile when it cannot be read to its end, or has no rows
     */
    public Iterator<List<Received>> chunks(File file) throws IOException {
        return new Chunks(new BatchFiles(Optional.empty()).open(file.toPath()).portions());
    }
}
