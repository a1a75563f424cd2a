package dev.linqroutes.sandbox.account;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Persists changes across restarts. */
public interface Journal extends AutoCloseable {

    /** Passes all stored changes to the callback, in order. Call once, before the first append. */
    void replay(Consumer<AccountChange> reader);

    /**
     * Replaces all stored changes by these when they are far fewer; cheap when it is not time for that. Call after the replay, and again
     * and again later.
     *
     * @param state changes that lead to the same state
     */
    void compact(Supplier<List<AccountChange>> state);

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
            public void compact(Supplier<List<AccountChange>> state) {}

            @Override
            public void append(AccountChange change) {}

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
