package dev.linqroutes.command;

/** Deletes Linq's record of a message; members keep theirs. */
public record DeleteMessage(CommandEnvelope envelope, String messageId) implements ChatCommand {
    static DeleteMessage read(CommandEnvelope envelope, CommandFields fields) {
        return new DeleteMessage(envelope, fields.requiredText("message_id"));
    }
}
