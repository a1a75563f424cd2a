package dev.linqroutes.ledger.db;

/** The database is unreachable, full or too slow, or other transactions wrote the same rows: retry until it succeeds. */
public sealed class LedgerUnavailable extends LedgerException permits LedgerNotCreated, LedgerInUse {
    public LedgerUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
