package dev.linqroutes.command;

import java.util.List;

/** Sends a message to a group. */
public record SendMessage(CommandEnvelope envelope, ChatMessage message) implements ChatCommand, CommandWithFiles {
    static SendMessage read(CommandEnvelope envelope, CommandFields fields) {
        return new SendMessage(envelope, fields.message());
    }

    @Override
    public List<NamedFile> namedFiles() {
        return message.namedFiles();
    }

    @Override
    public SendMessage withEnvelope(CommandEnvelope envelope) {
        return new SendMessage(envelope, message);
    }
}
