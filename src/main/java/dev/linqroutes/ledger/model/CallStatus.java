package dev.linqroutes.ledger.model;

/** Column {@code call.status}. */
public enum CallStatus implements StoredWord {
    /** Its command is delayed. */
    DELAYED,
    /** In its mailbox. */
    WAITING,
    ACCEPTED,
    CONFIRMED,
    UNCONFIRMED,
    /** Linq rejected it, or retries were exhausted. */
    FAILED,
    /** Linq accepted it, and an event reported later that it failed. */
    REFUSED,
    /** Never sent: an earlier call of its command failed, or its command expired or was cancelled. */
    CANCELLED
}
