package dev.linqroutes.command;

/** Removes the line itself from a group. */
public record LeaveGroup(CommandEnvelope envelope) implements ChatCommand {
    static LeaveGroup read(CommandEnvelope envelope, CommandFields fields) {
        return new LeaveGroup(envelope);
    }
}
