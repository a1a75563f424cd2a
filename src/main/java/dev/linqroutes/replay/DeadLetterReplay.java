package dev.linqroutes.replay;

import dev.linqroutes.kafka.DeadLetterReader;
import dev.linqroutes.kafka.DeadLetterReader.DeadLetter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Lists dead letters, and replays them as commands on request. */
public final class DeadLetterReplay {
    private final DeadLetterReader topic;
    private final PrintWriter out;

    /**
     * Destination of replayed commands.
     *
     * @param description for the summary, "N dead letters are now DESCRIPTION"
     */
    public record Target(String description, Sink sink) {}

    /** Sends a command. */
    public interface Sink {
        void send(Optional<byte[]> key, byte[] command) throws Exception;
    }

    public DeadLetterReplay(DeadLetterReader topic, PrintWriter out) {
        this.topic = topic;
        this.out = out;
    }

    /**
     * Lists the matching letters, and replays them if there is a target. A command that was refused again after a replay has
     * several letters and is replayed once.
     *
     * @param target empty to list only
     * @return whether all matching letters can be replayed
     */
    public boolean run(Predicate<DeadLetter> matches, Optional<Target> target) {
        Count count = new Count();
        Set<UUID> seen = new HashSet<>();
        topic.readAll(letter -> {
            if (!matches.test(letter)) {
                return;
            }
            Optional<byte[]> command = DeadLetterConverter.toCommand(letter)
                    .map(json -> json.toString().getBytes(StandardCharsets.UTF_8));
            // A hash of the bytes saves memory: a topic may have many dead letters.
            if (command.isPresent() && !seen.add(UUID.nameUUIDFromBytes(command.get()))) {
                count.duplicates++;
                return;
            }
            command.ifPresent(value -> target.ifPresent(to -> sendTo(to.sink(), letter.key(), value)));
            count.found++;
            count.done += command.isPresent() ? 1 : 0;
            out.printf(
                    "%s  %s%s: %s%s%n",
                    letter.time(),
                    letter.place(),
                    letter.commandId().map(id -> "  " + id).orElse(""),
                    letter.error(),
                    command.isPresent() ? "" : "  NOT REPLAYED: not a JSON object; correct it and send it again");
        });
        if (count.duplicates > 0) {
            out.println(count.duplicates + " duplicates skipped (refused again after an earlier replay)");
        }
        out.println(count.done + " of " + count.found + " dead letters "
                + target.map(to -> "are now " + to.description()).orElse("would be replayed; add --do to replay them"));
        out.flush();
        return count.done == count.found;
    }

    private static void sendTo(Sink sink, Optional<byte[]> key, byte[] command) {
        try {
            sink.send(key, command);
        } catch (Exception e) {
            throw new IllegalStateException("a dead letter could not be replayed: " + e.getMessage(), e);
        }
    }

    private static final class Count {
        private int found;
        private int done;
        private int duplicates;
    }
}
