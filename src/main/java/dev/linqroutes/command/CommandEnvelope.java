package dev.linqroutes.command;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What every command has, whatever it asks for.
 *
 * @param received where it was received
 * @param commandId the producer's own id; the position's where the producer gave none
 * @param type as producers write it: {@code create_group}
 * @param groupRef the producer's name of the group as {@link GroupRefNormalizer} spells it, where the command gives it; of a group to be
 *     made the command id where it gives none
 * @param groupRefAsWritten that name as it was written
 * @param chatId Linq's id of the chat, where the command gives it; then there is no {@code groupRef}
 * @param warnings what the producer should know although the command is good
 * @param notBefore when it is due; empty for at once
 * @param expiresAt when it lapses
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
        Optional<Instant> expiresAt) {
    public CommandEnvelope {
        warnings = List.copyOf(warnings);
    }

    CommandEnvelope withWarnings(List<String> more) {
        List<String> all = Stream.concat(warnings.stream(), more.stream()).toList();
        return new CommandEnvelope(
                received, commandId, type, groupRef, groupRefAsWritten, chatId, all, notBefore, expiresAt);
    }
}
