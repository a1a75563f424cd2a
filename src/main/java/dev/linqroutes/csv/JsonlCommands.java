package dev.linqroutes.csv;

import dev.linqroutes.command.Received;
import java.io.File;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Reads commands from JSONL files, for the route that takes them straight into the ledger. */
public final class JsonlCommands {
    /**
     * The file's lines as commands.
     *
     * @return closeable; to be closed when done
     * @throws UnreadableFile when it is empty or no text
     */
    public Iterator<List<Received>> chunks(File file) throws IOException {
        return new Chunks(new BatchFiles(Optional.empty()).open(file.toPath()).portions());
    }
}
