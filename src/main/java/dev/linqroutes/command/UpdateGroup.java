package dev.linqroutes.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Sets the name of a group, its icon, or both. */
public record UpdateGroup(CommandEnvelope envelope, Optional<String> displayName, Optional<FileSource> icon)
        implements ChatCommand, CommandWithFiles {
    static UpdateGroup read(CommandEnvelope envelope, CommandFields fields) {
        if (!fields.has("display_name") && !fields.has("group_chat_icon")) {
            fields.addProblem(Problem.of("changes nothing: give display_name, group_chat_icon or both"));
        }
        return new UpdateGroup(envelope, fields.text("display_name"), fields.icon());
    }

    @Override
    public List<NamedFile> namedFiles() {
        return namedIcon(icon).toList();
    }

    static Stream<NamedFile> namedIcon(Optional<FileSource> icon) {
        return icon.stream().flatMap(source -> source.namedFile("/group_chat_icon/file", FileUse.ICON));
    }

    @Override
    public UpdateGroup withEnvelope(CommandEnvelope envelope) {
        return new UpdateGroup(envelope, displayName, icon);
    }
}
