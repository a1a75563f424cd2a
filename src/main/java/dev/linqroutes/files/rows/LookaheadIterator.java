package dev.linqroutes.files.rows;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Reads one after another as it is asked. */
public abstract class LookaheadIterator<T> implements Iterator<T>, Closeable {
    private Optional<T> nextElement = Optional.empty();
    private boolean ended;

    /** The next; empty at the end. */
    protected abstract Optional<T> readNext() throws IOException;

    @Override
    public final boolean hasNext() {
        if (nextElement.isEmpty() && !ended) {
            try {
                nextElement = readNext();
                ended = nextElement.isEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return nextElement.isPresent();
    }

    @Override
    public final T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T next = nextElement.get();
        nextElement = Optional.empty();
        return next;
    }

    /** After that it is at its end. */
    @Override
    public void close() throws IOException {
        ended = true;
        nextElement = Optional.empty();
    }
}
