package dev.linqroutes.ledger.db;

/** The ledger is an H2 file that another process has open. */
public final class LedgerInUse extends LedgerUnavailable {
    LedgerInUse(String message, Throwable cause) {
        super(message, cause);
    }
}
