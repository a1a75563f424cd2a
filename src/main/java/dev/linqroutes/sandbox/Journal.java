package dev.linqroutes.sandbox;

import java.util.function.Consumer;

/** Where changes are kept over restarts. */
interface Journal extends AutoCloseable {

    /** Calls back once for every change kept so far, in order; to be called once, before anything is appended. */
    void replay(Consumer<Change> reader);

    void append(Change change);

    void flush();

    @Override
    void close();

    /** Keeps nothing. */
    static Journal none() {
        return new Journal() {
            @Override
            public void replay(Consumer<Change> reader) {}

            @Override
            public void append(Change change) {}

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
