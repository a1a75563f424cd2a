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

/** Shows dead letters, and brings them out as commands when asked to. */
public final class DeadLetterReplay {
    private final DeadLetterReader topic;
    private final PrintWriter out;

    /**
     * Where the commands go.
     *
     * @param description as it stands in "are now PLACE"
     */
    public record Target(String description, Sink sink) {}

    /** Takes one command. */
    public interface Sink {
        void send(Optional<byte[]> key, byte[] command) throws Exception;
    }

    public DeadLetterReplay(DeadLetterReader topic, PrintWriter out) {
        this.topic = topic;
        this.out = out;
    }

    /**
     * Goes through the letters that match. A command that was refused again after a replay has several letters and is
     * brought out once.
     *
     * @param target empty to show them only
     * @return whether all of them could be brought out
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
            // As good as the bytes themselves, and short: a topic may hold many.
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
                    command.isPresent() ? "" : "  NOT REPLAYED: it is no JSON object; send it anew, corrected");
        });
        if (count.duplicates > 0) {
            out.println(count.duplicates + " more are the same, refused again after a replay");
        }
        out.println(count.done + " of " + count.found + " dead letters "
                + target.map(to -> "are now " + to.description()).orElse("would be replayed; add --do to do it"));
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
