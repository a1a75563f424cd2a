package dev.linqroutes.ledger.db;

/** A fault of this program, or a database that is not as it was made: what it happened with is set aside, and others go on. */
public final class LedgerFault extends LedgerException {
    public LedgerFault(String message, Throwable cause) {
        super(message, cause);
    }
}
