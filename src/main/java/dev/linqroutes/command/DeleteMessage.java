package dev.linqroutes.command;

/** Deletes Linq's record of a message; members keep theirs. */
public record DeleteMessage(CommandEnvelope envelope, MessageAddress message) implements ChatCommand {
    static DeleteMessage read(CommandEnvelope envelope, CommandFields fields) {
        return new DeleteMessage(envelope, fields.messageAddress());
    }
}
