package dev.linqroutes.ledger;

/** The ledger could not do what it was asked for. Nothing was recorded. Of which kind it is says what to do about it. */
public abstract sealed class LedgerException extends RuntimeException
        permits LedgerUnavailable, LedgerRefusal, LedgerFault, BatchTakenOver {
    LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
