package dev.linqroutes.ledger;

/** The ledger could not do what it was asked for, mostly because its database is away. Nothing was recorded. */
public class LedgerException extends RuntimeException {
    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
