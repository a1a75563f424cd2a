package dev.linqroutes.command;

import java.util.List;

/** Adds participants to a group. */
public record AddParticipants(CommandEnvelope envelope, List<String> handles) implements ChatCommand {
    public AddParticipants {
        handles = List.copyOf(handles);
    }

    static AddParticipants read(CommandEnvelope envelope, CommandFields fields) {
        return new AddParticipants(envelope, fields.texts("handles"));
    }
}
