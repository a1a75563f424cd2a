package dev.linqroutes.sandbox.account;

import java.util.function.Consumer;

/** Persists changes across restarts. */
public interface Journal extends AutoCloseable {

    /** Passes all stored changes to the callback, in order. Call once, before the first append. */
    void replay(Consumer<AccountChange> reader);

    void append(AccountChange change);

    void flush();

    @Override
    void close();

    /** A journal that stores nothing. */
    static Journal none() {
        return new Journal() {
            @Override
            public void replay(Consumer<AccountChange> reader) {}

            @Override
            public void append(AccountChange change) {}

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
