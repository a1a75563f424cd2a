package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Sets or removes the background of a chat.
 *
 * @param background in Linq's form, except that a photo may have {@code file} in place of {@code image_url}; empty to remove the
 *     background
 */
public record SetBackground(CommandEnvelope envelope, Optional<JsonNode> background)
        implements ChatCommand, CommandWithFiles {
    static SetBackground read(CommandEnvelope envelope, CommandFields fields) {
        fields.requireOneOf("give either background or remove", "background", "remove");
        Optional<JsonNode> background = fields.node("background");
        background
                .filter(given ->
                        given.path("type").asText().equals("photo") && given.has("image_url") == given.has("file"))
                .ifPresent(photo ->
                        fields.addProblem(new Problem("/background", "give the photo by either image_url or file")));
        return new SetBackground(envelope, background);
    }

    /** The name of the local file with the photo. */
    public Optional<String> file() {
        return background.flatMap(given -> CommandFields.text(given, "file"));
    }

    @Override
    public List<NamedFile> namedFiles() {
        return file().map(name -> new NamedFile("/background/file", name, FileUse.BACKGROUND)).stream()
                .toList();
    }

    @Override
    public SetBackground withEnvelope(CommandEnvelope envelope) {
        return new SetBackground(envelope, background);
    }
}
