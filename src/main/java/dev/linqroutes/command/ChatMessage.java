package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The content of a message before it is split into calls.
 *
 * @param text may contain links; of a template, once it is filled
 * @param template a text with placeholders for what the ledger knows of the group, in the place of a text
 * @param decorations of the text, in Linq's form (reference 3.2)
 * @param mention of a member in the text
 * @param links to be sent as previews
 * @param media pictures and files, each an object with {@code url}, {@code attachment_id} or {@code file}
 * @param parts Linq's own parts (reference 3.2), instead of all fields above
 * @param effect in Linq's form: {@code type} and {@code name}
 * @param replyTo {@code part_index} and a {@link MessageAddress}
 * @param preferredService {@code iMessage}, {@code SMS} or {@code RCS}
 */
public record ChatMessage(
        Optional<String> text,
        Optional<String> template,
        List<JsonNode> decorations,
        Optional<Mention> mention,
        List<String> links,
        List<JsonNode> media,
        List<JsonNode> parts,
        Optional<JsonNode> effect,
        Optional<JsonNode> replyTo,
        Optional<String> preferredService) {
    public ChatMessage {
        decorations = List.copyOf(decorations);
        links = List.copyOf(links);
        media = List.copyOf(media);
        parts = List.copyOf(parts);
    }

    /**
     * Highlights the name of a member and notifies the member.
     *
     * @param text the name exactly as in the message's text
     */
    public record Mention(String handle, String text) {}

    List<NamedFile> namedFiles() {
        return Stream.concat(namedFiles("media", media), namedFiles("parts", parts))
                .toList();
    }

    /** A part of a type that is not known may have a field of this name that means something else. */
    private static Stream<NamedFile> namedFiles(String field, List<JsonNode> content) {
        return IntStream.range(0, content.size())
                .filter(i -> content.get(i).path("type").asText("media").equals("media"))
                .boxed()
                .flatMap(i -> FileSource.read(content.get(i))
                        .namedFile("/message/" + field + "/" + i + "/file", use(content.get(i))));
    }

    private static FileUse use(JsonNode medium) {
        return medium.path("sticker").asBoolean() ? FileUse.STICKER : FileUse.MESSAGE;
    }

    ChatMessage withMention(Optional<Mention> mention, List<JsonNode> parts) {
        return new ChatMessage(
                text, template, decorations, mention, links, media, parts, effect, replyTo, preferredService);
    }

    /** The message with its template filled. */
    public ChatMessage withText(String filled) {
        return new ChatMessage(
                Optional.of(filled),
                template,
                decorations,
                mention,
                links,
                media,
                parts,
                effect,
                replyTo,
                preferredService);
    }
}
