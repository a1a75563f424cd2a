package dev.linqroutes.command;

/** Deletes a file that was uploaded to Linq; members keep what they received. */
public record DeleteAttachment(CommandEnvelope envelope, String attachmentId) implements ChatCommand {
    static DeleteAttachment read(CommandEnvelope envelope, CommandFields fields) {
        return new DeleteAttachment(envelope, fields.requiredText("attachment_id"));
    }
}
