package dev.linqroutes.command;

import java.util.Optional;

/**
 * Sets the name of a group, its icon, or both.
 *
 * @param icon HTTPS URL
 */
public record UpdateGroup(CommandEnvelope envelope, Optional<String> displayName, Optional<String> icon)
        implements ChatCommand {
    static UpdateGroup read(CommandEnvelope envelope, CommandFields fields) {
        if (!fields.has("display_name") && !fields.has("group_chat_icon")) {
            fields.addProblem(Problem.of("changes nothing: give display_name, group_chat_icon or both"));
        }
        return new UpdateGroup(envelope, fields.text("display_name"), fields.url("group_chat_icon"));
    }
}
