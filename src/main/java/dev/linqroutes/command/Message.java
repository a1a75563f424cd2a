package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What a message is to say, before it is split into calls.
 *
 * @param text may hold links
 * @param links follow as previews
 * @param media pictures and files, each an object with {@code url} or {@code attachment_id}
 * @param parts Linq's own parts (reference 3.2); then text, links and media are empty
 * @param effect as Linq takes it: {@code type} and {@code name}
 * @param replyTo as Linq takes it: {@code message_id} and {@code part_index}
 * @param preferredService {@code iMessage}, {@code SMS} or {@code RCS}
 */
public record Message(
        Optional<String> text,
        List<String> links,
        List<JsonNode> media,
        List<JsonNode> parts,
        Optional<JsonNode> effect,
        Optional<JsonNode> replyTo,
        Optional<String> preferredService) {
    public Message {
        links = List.copyOf(links);
        media = List.copyOf(media);
        parts = List.copyOf(parts);
    }
}
