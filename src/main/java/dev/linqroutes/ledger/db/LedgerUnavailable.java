package dev.linqroutes.ledger.db;

/** The database is away, full, too slow, or was busy with the same rows: the same may be tried again, as often as it takes. */
public final class LedgerUnavailable extends LedgerException {
    public LedgerUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
