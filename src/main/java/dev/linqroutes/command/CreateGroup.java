package dev.linqroutes.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Creates a group.
 *
 * @param from the sending line; empty until {@link CommandEnricher} has set the default
 * @param to recipients, in the producer's order
 */
public record CreateGroup(
        CommandEnvelope envelope,
        Optional<String> from,
        List<String> to,
        Optional<String> displayName,
        Optional<FileSource> icon,
        ChatMessage message)
        implements ChatCommand, CommandWithFiles {
    public CreateGroup {
        to = List.copyOf(to);
    }

    static CreateGroup read(CommandEnvelope envelope, CommandFields fields) {
        return new CreateGroup(
                envelope,
                fields.text("from"),
                fields.texts("to"),
                fields.text("display_name"),
                fields.icon(),
                fields.message());
    }

    @Override
    public List<NamedFile> namedFiles() {
        return Stream.concat(message.namedFiles().stream(), UpdateGroup.namedIcon(icon))
                .toList();
    }

    @Override
    public CreateGroup withEnvelope(CommandEnvelope envelope) {
        return new CreateGroup(envelope, from, to, displayName, icon, message);
    }

    /** The producer's name for the group; the command id if there is none. */
    public String ref() {
        return envelope.groupRef().orElseThrow();
    }
}
