package dev.linqroutes.ledger.db;

/** There is no ledger yet: {@code run} creates it. */
public final class LedgerNotCreated extends LedgerUnavailable {
    LedgerNotCreated(String message, Throwable cause) {
        super(message, cause);
    }
}
