package dev.linqroutes.command;

import java.util.List;

/**
 * Sends a poll.
 *
 * @param options at least two texts
 */
public record SendPoll(CommandEnvelope envelope, List<String> options) implements ChatCommand {
    public SendPoll {
        options = List.copyOf(options);
    }

    static SendPoll read(CommandEnvelope envelope, CommandFields fields) {
        return new SendPoll(envelope, fields.texts("options"));
    }
}
