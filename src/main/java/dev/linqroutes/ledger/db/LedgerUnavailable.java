package dev.linqroutes.ledger.db;

/** The database is unreachable, full or too slow, or other transactions wrote the same rows: retry until it succeeds. */
public final class LedgerUnavailable extends LedgerException {
    public LedgerUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
