package dev.linqroutes.ledger.model;

/** Column {@code chat_group.status}. */
public enum GroupStatus implements StoredWord {
    /** Its create is delayed, waiting or in progress. */
    CREATING,
    /** It has a chat. */
    CREATED,
    /** Its create failed, expired or was cancelled: another command may create it. */
    FAILED
}
