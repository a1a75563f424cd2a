package dev.linqroutes.ledger.model;

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
    SET_BACKGROUND;

    /** Whether it puts something into the chat that counts against Linq's limit of messages (reference 1.4). */
    public boolean isMessage() {
        return this == CREATE_CHAT || this == SEND_MESSAGE || this == SEND_VOICE_MEMO || this == SEND_POLL;
    }

    /** Whether it is about a message that is there already. */
    public boolean isAboutMessage() {
        return this == REACT || this == EDIT_MESSAGE;
    }

    /** Whether Linq's answer is all that is ever heard of it (reference 2.12 and 5). */
    public boolean isDoneWhenAccepted() {
        return this == SHARE_CONTACT_CARD;
    }

    /**
     * Whether doing it twice shows: it has no idempotency key (reference 1.3), and unlike a name or a reaction it is not
     * the same once it is done again.
     */
    public boolean isUnsafeToRepeat() {
        return this == SEND_VOICE_MEMO;
    }

    /** Whether a second try may be refused because the first one worked (reference 2.6 and 2.7). */
    public boolean isMemberChange() {
        return this == ADD_PARTICIPANT || this == REMOVE_PARTICIPANT || this == LEAVE_CHAT;
    }
}
