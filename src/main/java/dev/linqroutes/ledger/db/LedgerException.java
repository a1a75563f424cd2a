package dev.linqroutes.ledger.db;

/** An operation of the ledger failed, and its transaction was rolled back. The subclass determines what to do about it. */
public abstract sealed class LedgerException extends RuntimeException
        permits LedgerUnavailable, LedgerDataRefused, LedgerFault, BatchLeaseLost {
    LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
