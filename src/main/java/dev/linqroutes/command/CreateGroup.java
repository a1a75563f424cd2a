package dev.linqroutes.command;

import java.util.List;
import java.util.Optional;

/**
 * Creates a group.
 *
 * @param from the sending line; empty until {@link CommandEnricher} has set the default
 * @param to recipients, in the producer's order
 * @param icon HTTPS URL of the group's icon
 */
public record CreateGroup(
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

    static CreateGroup read(CommandEnvelope envelope, CommandFields fields) {
        return new CreateGroup(
                envelope,
                fields.text("from"),
                fields.texts("to"),
                fields.text("display_name"),
                fields.url("group_chat_icon"),
                fields.message());
    }

    /** The producer's name for the group; the command id if there is none. */
    public String ref() {
        return envelope.groupRef().orElseThrow();
    }
}
