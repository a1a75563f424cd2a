package dev.linqroutes.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Adds a reaction to a message, or removes it.
 *
 * @param operation {@code add} or {@code remove}
 * @param reaction Linq's type of the reaction (reference 2.11)
 * @param customEmoji present if and only if the type is {@code custom}
 * @param sticker image and placement in Linq's form; present if and only if the type is {@code sticker}
 */
public record React(
        CommandEnvelope envelope,
        MessageAddress message,
        int partIndex,
        String operation,
        String reaction,
        Optional<String> customEmoji,
        Optional<ObjectNode> sticker)
        implements ChatCommand {
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

    private static Optional<ObjectNode> readSticker(CommandFields fields, boolean isSticker) {
        ObjectNode sticker = JsonNodeFactory.instance.objectNode();
        fields.url("url").ifPresent(url -> sticker.put("url", url));
        fields.text("attachment_id").ifPresent(id -> sticker.put("attachment_id", id));
        fields.node("placement").ifPresent(placement -> sticker.set("placement", placement));
        if (!isSticker) {
            sticker.fieldNames()
                    .forEachRemaining(field ->
                            fields.addProblem(new Problem("/" + field, "is only allowed with the reaction sticker")));
            return Optional.empty();
        }
        fields.requireOneOf("url", "attachment_id", "give the sticker by either url or attachment_id");
        if (fields.text("operation").equals(Optional.of("remove"))) {
            fields.addProblem(new Problem("/operation", "can only be add: Linq does not remove stickers"));
        }
        return Optional.of(sticker);
    }
}
