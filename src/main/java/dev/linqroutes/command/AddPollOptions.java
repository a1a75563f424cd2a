package dev.linqroutes.command;

import java.util.List;

/**
 * Adds options to a poll that was sent.
 *
 * @param message the poll
 * @param options at least one text
 */
public record AddPollOptions(CommandEnvelope envelope, MessageAddress message, List<String> options)
        implements ChatCommand {
    public AddPollOptions {
        options = List.copyOf(options);
    }

    static AddPollOptions read(CommandEnvelope envelope, CommandFields fields) {
        return new AddPollOptions(envelope, fields.messageAddress(), fields.texts("options"));
    }
}
