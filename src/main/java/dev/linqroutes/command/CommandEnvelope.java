package dev.linqroutes.command;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fields that all types of commands share.
 *
 * @param commandId the producer's id; the id of {@link CommandSource} if the producer gave none
 * @param type as in the schema: {@code create_group}
 * @param groupRef the producer's name of the group, normalized by {@link GroupRefNormalizer}; empty if the command gives a chat
 *     id. For a group to be created it defaults to the command id
 * @param groupRefAsWritten the same name as the producer wrote it
 * @param chatId Linq's id of the chat; empty if the command gives a {@code groupRef}
 * @param warnings what the producer should know although the command is accepted
 * @param notBefore earliest time of the first call; empty for no delay
 * @param expiresAt time at which the command expires if no call was made; empty for never
 * @param files the local files that it names, once they were read
 */
public record CommandEnvelope(
        ReceivedCommand received,
        String commandId,
        String type,
        Optional<String> groupRef,
        Optional<String> groupRefAsWritten,
        Optional<String> chatId,
        List<String> warnings,
        Optional<Instant> notBefore,
        Optional<Instant> expiresAt,
        List<LocalFile> files) {
    public CommandEnvelope {
        warnings = List.copyOf(warnings);
        files = List.copyOf(files);
    }

    public CommandEnvelope withFiles(List<LocalFile> read) {
        return new CommandEnvelope(
                received, commandId, type, groupRef, groupRefAsWritten, chatId, warnings, notBefore, expiresAt, read);
    }

    /** A local file that the command names, once it was read. */
    public LocalFile file(String name) {
        return files.stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("file " + name + " was not read"));
    }

    CommandEnvelope withWarnings(List<String> additional) {
        List<String> all = Stream.concat(warnings.stream(), additional.stream()).toList();
        return new CommandEnvelope(
                received, commandId, type, groupRef, groupRefAsWritten, chatId, all, notBefore, expiresAt, files);
    }
}
