package dev.linqroutes.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Sets or removes the background of a chat.
 *
 * @param background in Linq's form; empty to remove the background
 */
public record SetBackground(CommandEnvelope envelope, Optional<JsonNode> background) implements ChatCommand {
    static SetBackground read(CommandEnvelope envelope, CommandFields fields) {
        fields.requireOneOf("background", "remove", "give either background or remove");
        return new SetBackground(envelope, fields.node("background"));
    }
}
