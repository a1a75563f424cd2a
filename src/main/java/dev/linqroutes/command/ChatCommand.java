package dev.linqroutes.command;

import java.util.List;
import java.util.Optional;

/** What a producer asks for, as read and checked. */
public sealed interface ChatCommand {

    /** Where it was received. */
    Received received();

    /** The producer's own id; the position's where the producer gave none. */
    String commandId();

    /** The type as producers write it: {@code create_group}. */
    String type();

    /** The producer's name of the group, where the command gives it. */
    Optional<String> groupRef();

    /** What the producer should know although the command is good. */
    List<String> warnings();

    /**
     * Makes a group.
     *
     * @param ref the producer's name of the group; the command id where none was given
     * @param from the line that sends; empty until {@link Enrichment} has set the default
     * @param to recipients, in the producer's order
     * @param displayName the group's name
     * @param icon HTTPS address of the group's icon
     */
    record CreateGroup(
            Received received,
            String commandId,
            String ref,
            Optional<String> from,
            List<String> to,
            Optional<String> displayName,
            Optional<String> icon,
            Message message,
            List<String> warnings)
            implements ChatCommand {
        public CreateGroup {
            to = List.copyOf(to);
            warnings = List.copyOf(warnings);
        }

        @Override
        public String type() {
            return "create_group";
        }

        @Override
        public Optional<String> groupRef() {
            return Optional.of(ref);
        }
    }

    /**
     * Sends a message to a group, named by exactly one of {@code groupRef} and {@code chatId}.
     *
     * @param chatId Linq's id of the chat
     */
    record SendMessage(
            Received received,
            String commandId,
            Optional<String> groupRef,
            Optional<String> chatId,
            Message message,
            List<String> warnings)
            implements ChatCommand {
        public SendMessage {
            warnings = List.copyOf(warnings);
        }

        @Override
        public String type() {
            return "send_message";
        }
    }
}
