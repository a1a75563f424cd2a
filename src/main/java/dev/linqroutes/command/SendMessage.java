package dev.linqroutes.command;

/** Sends a message to a group. */
public record SendMessage(CommandEnvelope envelope, ChatMessage message) implements ChatCommand {
    static SendMessage read(CommandEnvelope envelope, CommandFields fields) {
        return new SendMessage(envelope, fields.message());
    }
}
