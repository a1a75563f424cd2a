package dev.linqroutes.command;

/** Changes the text of a sent message. */
public record EditMessage(CommandEnvelope envelope, String messageId, int partIndex, String text)
        implements ChatCommand {
    static EditMessage read(CommandEnvelope envelope, CommandFields fields) {
        return new EditMessage(
                envelope, fields.requiredText("message_id"), fields.partIndex(), fields.requiredText("text"));
    }
}
