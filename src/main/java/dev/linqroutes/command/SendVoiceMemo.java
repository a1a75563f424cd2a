package dev.linqroutes.command;

import java.util.List;

/** Sends a recording. */
public record SendVoiceMemo(CommandEnvelope envelope, FileSource recording) implements ChatCommand, CommandWithFiles {
    static SendVoiceMemo read(CommandEnvelope envelope, CommandFields fields) {
        fields.requireOneOf("give the recording by one of url, attachment_id and file", "url", "attachment_id", "file");
        return new SendVoiceMemo(envelope, fields.fileSource());
    }

    @Override
    public List<NamedFile> namedFiles() {
        return recording.namedFile("/file", FileUse.VOICE_MEMO).toList();
    }

    @Override
    public SendVoiceMemo withEnvelope(CommandEnvelope envelope) {
        return new SendVoiceMemo(envelope, recording);
    }
}
