package dev.linqroutes.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Reads one after another as it is asked. */
abstract class Reading<T> implements Iterator<T>, Closeable {
    private Optional<T> ahead = Optional.empty();
    private boolean ended;

    /** The next; empty at the end. */
    protected abstract Optional<T> read() throws IOException;

    @Override
    public final boolean hasNext() {
        if (ahead.isEmpty() && !ended) {
            try {
                ahead = read();
                ended = ahead.isEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ahead.isPresent();
    }

    @Override
    public final T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T next = ahead.get();
        ahead = Optional.empty();
        return next;
    }

    /** After that it is at its end. */
    @Override
    public void close() throws IOException {
        ended = true;
        ahead = Optional.empty();
    }
}
