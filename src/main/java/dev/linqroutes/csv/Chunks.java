package dev.linqroutes.csv;

import dev.linqroutes.command.Received;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** Portions as the lists that {@code direct:accept} takes. */
record Chunks(BatchFile.Portions portions) implements Iterator<List<Received>>, Closeable {
    @Override
    public boolean hasNext() {
        return portions.hasNext();
    }

    @Override
    public List<Received> next() {
        return portions.next().rows();
    }

    @Override
    public void close() throws IOException {
        portions.close();
    }
}
