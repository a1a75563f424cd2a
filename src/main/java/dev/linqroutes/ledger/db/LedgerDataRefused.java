package dev.linqroutes.ledger.db;

/** The database rejects the data. A retry is of no use; other items can be stored. */
public final class LedgerDataRefused extends LedgerException {
    public LedgerDataRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
