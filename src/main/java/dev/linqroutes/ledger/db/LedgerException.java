package dev.linqroutes.ledger.db;

/** The ledger could not do what it was asked for. Nothing was recorded. Of which kind it is says what to do about it. */
public abstract sealed class LedgerException extends RuntimeException
        permits LedgerUnavailable, LedgerDataRefused, LedgerFault, BatchLeaseLost {
    LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
