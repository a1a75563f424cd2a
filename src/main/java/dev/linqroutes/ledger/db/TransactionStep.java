package dev.linqroutes.ledger.db;

import org.jdbi.v3.core.Handle;

/** What a transaction writes besides, such as the record of an action: it is committed with the rest, or not at all. */
@FunctionalInterface
public interface TransactionStep {
    void write(Handle handle);

    /** Writes it if the rest had an effect; returns whether it had one. */
    default boolean writeIf(boolean effective, Handle handle) {
        if (effective) {
            write(handle);
        }
        return effective;
    }
}
