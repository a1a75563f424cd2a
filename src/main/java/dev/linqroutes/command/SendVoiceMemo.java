package dev.linqroutes.command;

import java.util.Optional;

/** Sends a recording, given by exactly one of {@code url} and {@code attachmentId}. */
public record SendVoiceMemo(CommandEnvelope envelope, Optional<String> url, Optional<String> attachmentId)
        implements ChatCommand {
    static SendVoiceMemo read(CommandEnvelope envelope, CommandFields fields) {
        fields.requireOneOf("url", "attachment_id", "give the recording by either url or attachment_id");
        return new SendVoiceMemo(envelope, fields.url("url"), fields.text("attachment_id"));
    }
}
