package dev.linqroutes.ledger;

/** The database does not take what it was given, and never will: another try is of no use, and others may go on. */
public final class LedgerRefusal extends LedgerException {
    public LedgerRefusal(String message, Throwable cause) {
        super(message, cause);
    }
}
