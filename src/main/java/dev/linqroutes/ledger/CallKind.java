package dev.linqroutes.ledger;

/** What a call does: decides what its answer means and what confirms it (reference 5). */
public enum CallKind {
    /** Makes the chat: its answer says which chat the group is. */
    CREATE_CHAT,
    /** Sends a message into the chat. */
    SEND_MESSAGE,
    /** Sets name and icon. */
    UPDATE_CHAT,
    /** Adds one participant. */
    ADD_PARTICIPANT,
    /** Removes one participant. */
    REMOVE_PARTICIPANT,
    /** Takes the line itself out of the chat. */
    LEAVE_CHAT,
    /** Shows the members the contact card of the line. */
    SHARE_CONTACT_CARD,
    /** Sends a recording to be played in the chat. */
    SEND_VOICE_MEMO,
    /** Asks the members to vote. */
    SEND_POLL,
    /** Adds a reaction to a message, or takes it back. */
    REACT,
    /** Changes the text of a sent message. */
    EDIT_MESSAGE,
    /** Sets the background of the chat, or removes it. */
    SET_BACKGROUND
}
