package dev.linqroutes.ledger.db;

/** The database does not take what it was given, and never will: another try is of no use, and others may go on. */
public final class LedgerDataRefused extends LedgerException {
    public LedgerDataRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
