package dev.linqroutes.webhook.event;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The events that the routes make something of, and what for: they confirm that an accepted command was really carried out,
 * tell how a group has become, and bring in what people send. All others only pass through.
 */
public enum RequiredEvent {
    MESSAGE_SENT("message.sent", "whether a message was really sent, and to which chats others send"),
    MESSAGE_DELIVERED("message.delivered", "whether a message was delivered"),
    MESSAGE_READ("message.read", "whether a message was read"),
    MESSAGE_FAILED("message.failed", "that a message failed after Linq had accepted it"),
    MESSAGE_EDITED("message.edited", "whether a correction was made"),
    MESSAGE_RECEIVED("message.received", "what people write, and in which chats"),
    REACTION_ADDED("reaction.added", "whether a reaction was added, and how people react"),
    REACTION_REMOVED("reaction.removed", "whether a reaction was taken back"),
    CHAT_CREATED("chat.created", "which chats are made elsewhere"),
    GROUP_NAME_UPDATED("chat.group_name_updated", "whether a name was really set, and how members rename a group"),
    GROUP_NAME_UPDATE_FAILED("chat.group_name_update_failed", "that a name could not be set"),
    GROUP_ICON_UPDATED("chat.group_icon_updated", "whether an icon was really set, and which icon members set"),
    GROUP_ICON_UPDATE_FAILED("chat.group_icon_update_failed", "that an icon could not be set"),
    BACKGROUND_UPDATED("chat.background_updated", "whether a background was really set"),
    BACKGROUND_UPDATE_FAILED("chat.background_update_failed", "that a background could not be set"),
    PARTICIPANT_ADDED("participant.added", "whether somebody was really added, and who joins otherwise"),
    PARTICIPANT_REMOVED("participant.removed", "whether somebody was really removed, and who leaves"),
    POLL_SENT("poll.sent", "whether a poll was really sent"),
    POLL_FAILED("poll.failed", "that a poll failed after Linq had accepted it");

    private final String type;
    private final String purpose;

    RequiredEvent(String type, String tells) {
        this.type = type;
        this.purpose = tells;
    }

    /** The event of that type, if the routes need it. */
    public static Optional<RequiredEvent> ofType(String type) {
        return Stream.of(values()).filter(event -> event.type.equals(type)).findFirst();
    }

    /** As Linq names it. */
    public String type() {
        return type;
    }

    /** What it lets the routes know, as it stands in "it tells …". */
    public String purpose() {
        return purpose;
    }
}
