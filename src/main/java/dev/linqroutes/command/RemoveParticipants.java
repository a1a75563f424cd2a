package dev.linqroutes.command;

import java.util.List;

/** Removes participants from a group. */
public record RemoveParticipants(CommandEnvelope envelope, List<String> handles) implements ChatCommand {
    public RemoveParticipants {
        handles = List.copyOf(handles);
    }

    static RemoveParticipants read(CommandEnvelope envelope, CommandFields fields) {
        return new RemoveParticipants(envelope, fields.texts("handles"));
    }
}
