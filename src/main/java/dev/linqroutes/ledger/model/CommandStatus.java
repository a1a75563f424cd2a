package dev.linqroutes.ledger.model;

/** Column {@code command.status}. */
public enum CommandStatus implements StoredWord {
    /** Waits for its {@code not_before}, or for the delayed create of its group. */
    DELAYED,
    /** Has calls in its mailbox. */
    WAITING,
    /** Linq accepted all calls; some wait for confirmation. */
    CONFIRMING,
    /** Linq accepted all calls; no confirmation is required. */
    ACCEPTED,
    CONFIRMED,
    UNCONFIRMED,
    FAILED,
    /** Its {@code expires_at} passed before its first call. */
    EXPIRED,
    /** It, or its batch, was cancelled before its first call. */
    CANCELLED;

    /** Whether its outcome is still to come. */
    public boolean isOpen() {
        return this == DELAYED || this == WAITING || this == CONFIRMING;
    }
}
