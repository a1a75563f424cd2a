package dev.linqroutes.command;

import java.util.Optional;

/**
 * Adds a reaction to a message, or removes it.
 *
 * @param operation {@code add} or {@code remove}
 * @param reaction Linq's type of the reaction (reference 2.11)
 * @param customEmoji present if and only if the type is {@code custom}
 */
public record React(
        CommandEnvelope envelope,
        String messageId,
        int partIndex,
        String operation,
        String reaction,
        Optional<String> customEmoji)
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
                fields.requiredText("message_id"),
                fields.partIndex(),
                fields.text("operation").orElse("add"),
                reaction,
                emoji);
    }
}
