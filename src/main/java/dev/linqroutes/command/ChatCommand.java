package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What a producer asks for, as read and checked. */
public sealed interface ChatCommand {

    /** What it has in common with every other. */
    CommandEnvelope envelope();

    default String commandId() {
        return envelope().commandId();
    }

    /**
     * Makes a group.
     *
     * @param from the line that sends; empty until {@link CommandEnricher} has set the default
     * @param to recipients, in the producer's order
     * @param icon HTTPS address of the group's icon
     */
    record CreateGroup(
            CommandEnvelope envelope,
            Optional<String> from,
            List<String> to,
            Optional<String> displayName,
            Optional<String> icon,
            ChatMessage message)
            implements ChatCommand {
        public CreateGroup {
            to = List.copyOf(to);
        }

        /** The producer's name of the group; the command id where none was given. */
        public String ref() {
            return envelope.groupRef().orElseThrow();
        }
    }

    /** Sends a message to a group. */
    record SendMessage(CommandEnvelope envelope, ChatMessage message) implements ChatCommand {}

    /** Sets name, icon or both. */
    record UpdateGroup(CommandEnvelope envelope, Optional<String> displayName, Optional<String> icon)
            implements ChatCommand {}

    /** Adds people to a group. */
    record AddParticipants(CommandEnvelope envelope, List<String> handles) implements ChatCommand {
        public AddParticipants {
            handles = List.copyOf(handles);
        }
    }

    /** Removes people from a group. */
    record RemoveParticipants(CommandEnvelope envelope, List<String> handles) implements ChatCommand {
        public RemoveParticipants {
            handles = List.copyOf(handles);
        }
    }

    /** Takes the line itself out of a group. */
    record LeaveGroup(CommandEnvelope envelope) implements ChatCommand {}

    /** Shows the members the contact card of the line. */
    record ShareContactCard(CommandEnvelope envelope) implements ChatCommand {}

    /** Sends a recording, given by exactly one of {@code url} and {@code attachmentId}. */
    record SendVoiceMemo(CommandEnvelope envelope, Optional<String> url, Optional<String> attachmentId)
            implements ChatCommand {}

    /**
     * Lets the members vote.
     *
     * @param options two texts or more
     */
    record SendPoll(CommandEnvelope envelope, List<String> options) implements ChatCommand {
        public SendPoll {
            options = List.copyOf(options);
        }
    }

    /**
     * Reacts to a message, or takes a reaction back.
     *
     * @param operation {@code add} or {@code remove}
     * @param reaction Linq's type of it (reference 2.11)
     * @param customEmoji only there where the type is {@code custom}
     */
    record React(
            CommandEnvelope envelope,
            String messageId,
            int partIndex,
            String operation,
            String reaction,
            Optional<String> customEmoji)
            implements ChatCommand {}

    /** Changes the text of a sent message. */
    record EditMessage(CommandEnvelope envelope, String messageId, int partIndex, String text) implements ChatCommand {}

    /**
     * Sets the background of the chat.
     *
     * @param background as Linq takes it; empty to remove it
     */
    record SetBackground(CommandEnvelope envelope, Optional<JsonNode> background) implements ChatCommand {}
}
