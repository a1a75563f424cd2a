package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.text.InvisibleCharacters;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a picture or a recording is. Exactly one is present in a valid command.
 *
 * @param url HTTPS URL
 * @param attachmentId Linq's id of an uploaded file
 * @param file name of a local file
 */
public record FileSource(Optional<String> url, Optional<String> attachmentId, Optional<String> file) {
    /** Invisible characters around a URL are copied along, and make it another URL. */
    static FileSource read(JsonNode json) {
        return new FileSource(
                CommandFields.text(json, "url").map(InvisibleCharacters::strip),
                CommandFields.text(json, "attachment_id"),
                CommandFields.text(json, "file"));
    }

    /** A URL, or an object with the name of a file. */
    static FileSource readUrlOrFile(JsonNode json) {
        return json.isTextual()
                ? new FileSource(
                        Optional.of(InvisibleCharacters.strip(json.textValue())), Optional.empty(), Optional.empty())
                : read(json);
    }

    /** @param pointer to its name */
    Stream<NamedFile> namedFile(String pointer, FileUse use) {
        return file.stream().map(name -> new NamedFile(pointer, name, use));
    }
}
