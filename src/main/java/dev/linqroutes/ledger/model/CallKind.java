package dev.linqroutes.ledger.model;

import java.util.Optional;
import java.util.Set;

/** What a call does. It determines the meaning of Linq's answer and what confirms the call (reference 5). */
public enum CallKind {
    /** Creates the chat; the answer contains the chat id. */
    CREATE_CHAT,
    /** Sends a message into the chat. */
    SEND_MESSAGE,
    /** Sets name and icon. */
    UPDATE_CHAT,
    /** Adds one participant. */
    ADD_PARTICIPANT,
    /** Removes one participant. */
    REMOVE_PARTICIPANT,
    /** Removes the line itself from the chat. */
    LEAVE_CHAT,
    /** Shares the contact card of the line with the members. */
    SHARE_CONTACT_CARD,
    /** Sends an audio recording. */
    SEND_VOICE_MEMO,
    SEND_POLL,
    /** Adds options to a sent poll. */
    ADD_POLL_OPTIONS,
    /** Adds or removes a reaction to a message. */
    REACT,
    /** Puts a sticker on a message. */
    PLACE_STICKER,
    /** Changes the text of a sent message. */
    EDIT_MESSAGE,
    /** Sets or removes the background of the chat. */
    SET_BACKGROUND,
    /** Deletes Linq's record of a message. */
    DELETE_MESSAGE,
    /** Deletes a file that was uploaded to Linq. */
    DELETE_ATTACHMENT;

    /** Whether it counts against Linq's limit of messages (reference 1.4). */
    public boolean isMessage() {
        return this == CREATE_CHAT || this == SEND_MESSAGE || this == SEND_VOICE_MEMO || this == SEND_POLL;
    }

    /**
     * Whether it may have to wait for what earlier calls lead to: a create for the name of another group, a leave for confirmations, and
     * what reaches the members for a change of them.
     */
    public boolean mayHaveToWaitFor(Set<CallKind> earlier) {
        return (!earlier.isEmpty() && (this == CREATE_CHAT || this == LEAVE_CHAT))
                || (reachesMembers() && earlier.stream().anyMatch(CallKind::isMemberChange));
    }

    /** Whether those who are members at that time see it, and nobody who becomes one later. */
    public boolean reachesMembers() {
        return this == SEND_MESSAGE
                || this == SEND_VOICE_MEMO
                || this == SEND_POLL
                || this == ADD_POLL_OPTIONS
                || this == REACT
                || this == PLACE_STICKER
                || this == EDIT_MESSAGE
                || this == SHARE_CONTACT_CARD;
    }

    /** Whether Linq counts it as a new conversation of the line (reference 1.4). */
    public boolean startsConversation() {
        return this == CREATE_CHAT || this == ADD_PARTICIPANT;
    }

    /** Whether it refers to a message that was sent before. */
    public boolean isAboutMessage() {
        return this == REACT
                || this == PLACE_STICKER
                || this == EDIT_MESSAGE
                || this == DELETE_MESSAGE
                || this == ADD_POLL_OPTIONS;
    }

    /** The message that a call is about, by its path; empty for other kinds. */
    public Optional<String> relatedMessageId(String path) {
        return isAboutMessage() ? Optional.of(path.split("/")[2]) : Optional.empty();
    }

    /** Whether no event follows Linq's answer (reference 2.12 and 5). */
    public boolean isDoneWhenAccepted() {
        return this == SHARE_CONTACT_CARD || this == DELETE_MESSAGE || this == DELETE_ATTACHMENT;
    }

    /**
     * Whether repeating it has a visible effect: it has no idempotency key (reference 1.3), and is not idempotent by itself
     * as a name or a reaction is.
     */
    public boolean isUnsafeToRepeat() {
        return this == SEND_VOICE_MEMO || this == PLACE_STICKER || this == ADD_POLL_OPTIONS;
    }

    /** What it means that members were as a change of them requests before it; the end of a sentence. */
    public String describeUnnecessaryChange() {
        return this == ADD_PARTICIPANT
                ? "has changed nothing: who was to be added was a member already"
                : "has changed nothing: who was to be removed was not a member";
    }

    /** Whether Linq may reject a retry because the first attempt succeeded (reference 2.6 and 2.7). */
    public boolean isMemberChange() {
        return this == ADD_PARTICIPANT || this == REMOVE_PARTICIPANT || this == LEAVE_CHAT;
    }
}
