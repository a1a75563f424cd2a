package dev.linqroutes.command;

import java.util.List;

/** A command that may name local files. */
public interface CommandWithFiles {
    CommandEnvelope envelope();

    /** In the order of the command; mostly empty. */
    List<NamedFile> namedFiles();

    /** Returns the same command with this envelope, which has the files that were read. */
    ChatCommand withEnvelope(CommandEnvelope envelope);
}
