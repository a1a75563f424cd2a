package dev.linqroutes.sandbox.world;

import java.util.function.Consumer;

/** Where changes are kept over restarts. */
public interface Journal extends AutoCloseable {

    /** Calls back once for every change kept so far, in order; to be called once, before anything is appended. */
    void replay(Consumer<WorldChange> reader);

    void append(WorldChange change);

    void flush();

    @Override
    void close();

    /** Keeps nothing. */
    static Journal none() {
        return new Journal() {
            @Override
            public void replay(Consumer<WorldChange> reader) {}

            @Override
            public void append(WorldChange change) {}

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
