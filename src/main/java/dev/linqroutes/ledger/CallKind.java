package dev.linqroutes.ledger;

/** What a call does, as far as the ledger has to know it. */
public enum CallKind {
    /** Makes the chat: its answer says which chat the group is. */
    CREATE_CHAT,
    SEND_MESSAGE,
    /** Name and icon. */
    UPDATE_CHAT
}
