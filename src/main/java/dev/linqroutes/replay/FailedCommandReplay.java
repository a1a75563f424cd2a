package dev.linqroutes.replay;

import dev.linqroutes.ledger.ops.FailedCommands;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** Lists failed commands, and replays them on request. */
public final class FailedCommandReplay {
    private final FailedCommands failed;
    private final PrintWriter out;

    public FailedCommandReplay(FailedCommands failed, PrintWriter out) {
        this.failed = failed;
        this.out = out;
    }

    /** How many commands matched, and how many of them were replayed, or would be. */
    public record Counts(int found, int replayed) {
        public boolean isComplete() {
            return found == replayed;
        }
    }

    /** Lists the matching commands, and replays them if {@code replay} is set. */
    public Counts run(FailedCommands.Filter filter, boolean replay) {
        List<FailedCommands.Failure> found = failed.find(filter);
        int done = 0;
        for (FailedCommands.Failure command : found) {
            Optional<String> obstacle = replay ? failed.replay(command.commandId()) : Optional.empty();
            out.printf(
                    "%s  %s  (%s)  call %d at %s: %s%s%n",
                    command.commandId(),
                    command.type(),
                    command.place(),
                    command.position(),
                    command.failedAt(),
                    command.error(),
                    obstacle.map(reason -> "  NOT REPLAYED: " + reason).orElse(""));
            done += obstacle.isEmpty() ? 1 : 0;
        }
        out.println(
                replay
                        ? done + " of " + found.size() + " failed commands are queued again, with new idempotency keys"
                        : found.size()
                                + " failed commands would be replayed, with new idempotency keys; add --do to replay them");
        out.flush();
        return new Counts(found.size(), done);
    }
}
