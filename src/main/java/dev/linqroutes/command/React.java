package dev.linqroutes.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Adds a reaction to a message, or removes it.
 *
 * @param operation {@code add} or {@code remove}
 * @param reaction Linq's type of the reaction (reference 2.11)
 * @param customEmoji present if and only if the type is {@code custom}
 * @param sticker image and placement in Linq's form, except that the image may be a {@code file}; present if and only if the type is {@code sticker}
 */
public record React(
        CommandEnvelope envelope,
        MessageAddress message,
        int partIndex,
        String operation,
        String reaction,
        Optional<String> customEmoji,
        Optional<ObjectNode> sticker)
        implements ChatCommand, CommandWithFiles {
    static React read(CommandEnvelope envelope, CommandFields fields) {
        String reaction = fields.requiredText("reaction");
        Optional<String> emoji = fields.text("custom_emoji");
        if (reaction.equals("custom") && emoji.isEmpty()) {
            fields.addProblem(new Problem("/custom_emoji", "is missing: the reaction custom requires it"));
        } else if (!reaction.equals("custom") && emoji.isPresent()) {
            fields.addProblem(new Problem("/custom_emoji", "is only allowed with the reaction custom"));
        }
        return new React(
                envelope,
                fields.messageAddress(),
                fields.partIndex(),
                fields.text("operation").orElse("add"),
                reaction,
                emoji,
                readSticker(fields, reaction.equals("sticker")));
    }

    @Override
    public List<NamedFile> namedFiles() {
        return sticker.stream()
                .flatMap(image -> FileSource.read(image).namedFile("/file", FileUse.STICKER))
                .toList();
    }

    @Override
    public React withEnvelope(CommandEnvelope envelope) {
        return new React(envelope, message, partIndex, operation, reaction, customEmoji, sticker);
    }

    private static Optional<ObjectNode> readSticker(CommandFields fields, boolean isSticker) {
        ObjectNode sticker = JsonNodeFactory.instance.objectNode();
        FileSource image = fields.fileSource();
        image.url().ifPresent(url -> sticker.put("url", url));
        image.attachmentId().ifPresent(id -> sticker.put("attachment_id", id));
        image.file().ifPresent(name -> sticker.put("file", name));
        fields.node("placement").ifPresent(placement -> sticker.set("placement", placement));
        if (!isSticker) {
            sticker.fieldNames()
                    .forEachRemaining(field ->
                            fields.addProblem(new Problem("/" + field, "is only allowed with the reaction sticker")));
            return Optional.empty();
        }
        fields.requireOneOf("give the sticker by one of url, attachment_id and file", "url", "attachment_id", "file");
        if (fields.text("operation").equals(Optional.of("remove"))) {
            fields.addProblem(new Problem("/operation", "can only be add: Linq does not remove stickers"));
        }
        return Optional.of(sticker);
    }
}
