package dev.linqroutes.command;

/** Shares the line's contact card with the members. */
public record ShareContactCard(CommandEnvelope envelope) implements ChatCommand {
    static ShareContactCard read(CommandEnvelope envelope, CommandFields fields) {
        return new ShareContactCard(envelope);
    }
}
