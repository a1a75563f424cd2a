package dev.linqroutes.files.rows;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** An iterator over elements that are read lazily; an {@link IOException} becomes {@link UncheckedIOException}. */
public abstract class LookaheadIterator<T> implements Iterator<T>, Closeable {
    private Optional<T> nextElement = Optional.empty();
    private boolean ended;

    /** Reads the next element; empty at the end. */
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

    /** Ends the iteration. */
    @Override
    public void close() throws IOException {
        ended = true;
        nextElement = Optional.empty();
    }
}
