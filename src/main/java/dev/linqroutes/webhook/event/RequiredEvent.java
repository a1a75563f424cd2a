package dev.linqroutes.webhook.event;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The event types that the routes evaluate: they confirm commands, update the state of groups and lines, and carry incoming
 * messages. All other events are only published.
 */
public enum RequiredEvent {
    MESSAGE_SENT("message.sent", "whether a message was sent, and to which chats others send"),
    MESSAGE_DELIVERED("message.delivered", "whether a message was delivered"),
    MESSAGE_READ("message.read", "whether a message was read"),
    MESSAGE_FAILED("message.failed", "that a message failed after Linq had accepted it"),
    MESSAGE_EDITED("message.edited", "whether an edit was made"),
    MESSAGE_RECEIVED("message.received", "what people write, and in which chats"),
    REACTION_ADDED("reaction.added", "whether a reaction was added, and how people react"),
    REACTION_REMOVED("reaction.removed", "whether a reaction was removed"),
    CHAT_CREATED("chat.created", "which chats are created elsewhere"),
    GROUP_NAME_UPDATED("chat.group_name_updated", "whether a name was set, and how members rename a group"),
    GROUP_NAME_UPDATE_FAILED("chat.group_name_update_failed", "that a name could not be set"),
    GROUP_ICON_UPDATED("chat.group_icon_updated", "whether an icon was set, and which icon members set"),
    GROUP_ICON_UPDATE_FAILED("chat.group_icon_update_failed", "that an icon could not be set"),
    BACKGROUND_UPDATED("chat.background_updated", "whether a background was set"),
    BACKGROUND_UPDATE_FAILED("chat.background_update_failed", "that a background could not be set"),
    PARTICIPANT_ADDED("participant.added", "whether a member was added, and who joins otherwise"),
    PARTICIPANT_REMOVED("participant.removed", "whether a member was removed, and who leaves"),
    POLL_SENT("poll.sent", "whether a poll was sent"),
    POLL_FAILED("poll.failed", "that a poll failed after Linq had accepted it"),
    POLL_UPDATED("poll.updated", "whether options were added to a poll"),
    POLL_RECEIVED("poll.received", "which polls members send"),
    POLL_REACTION_ADDED("poll.reaction.added", "whether a reaction was added to a poll, and how people react to it"),
    POLL_VOTE_ADDED("poll.vote.added", "who votes"),
    POLL_VOTE_REMOVED("poll.vote.removed", "who takes a vote back"),
    LINE_STATUS_UPDATED("phone_number.status_updated", "which lines are flagged, and make no new groups");

    private final String type;
    private final String purpose;

    RequiredEvent(String type, String purpose) {
        this.type = type;
        this.purpose = purpose;
    }

    public static Optional<RequiredEvent> ofType(String type) {
        return Stream.of(values()).filter(event -> event.type.equals(type)).findFirst();
    }

    /** Linq's name of the type. */
    public String type() {
        return type;
    }

    /** What the event reports, as a subordinate clause that completes "it reports …". */
    public String purpose() {
        return purpose;
    }
}
