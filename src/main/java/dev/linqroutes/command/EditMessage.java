package dev.linqroutes.command;

/** Changes the text of a sent message. */
public record EditMessage(CommandEnvelope envelope, MessageAddress message, int partIndex, String text)
        implements ChatCommand {
    static EditMessage read(CommandEnvelope envelope, CommandFields fields) {
        return new EditMessage(envelope, fields.messageAddress(), fields.partIndex(), fields.requiredText("text"));
    }
}
