package dev.linqroutes.ledger.db;

/** A defect of this program, or an unexpected schema: the affected item is deferred or refused, other work continues. */
public final class LedgerFault extends LedgerException {
    public LedgerFault(String message, Throwable cause) {
        super(message, cause);
    }
}
