package dev.linqroutes.ledger.model;

/** Column {@code refusal.status}: why a command was not accepted. */
public enum RefusalStatus implements StoredWord {
    /** It is not valid, or the state of the ledger does not allow it. */
    REFUSED,
    /** Another position used its id before. */
    DUPLICATE,
    /** A row whose batch was cancelled before the row became a command. */
    CANCELLED
}
