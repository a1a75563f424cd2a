package dev.linqroutes.replay;

import dev.linqroutes.ledger.ops.FailedCommands;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** Shows failed commands, and puts them back when asked to. */
public final class FailedCommandReplay {
    private final FailedCommands failed;
    private final PrintWriter out;

    public FailedCommandReplay(FailedCommands failed, PrintWriter out) {
        this.failed = failed;
        this.out = out;
    }

    /** Whether all that was asked for was done; only shows it unless told to {@code doIt}. */
    public boolean run(FailedCommands.Filter filter, boolean doIt) {
        List<FailedCommands.Failure> found = failed.find(filter);
        int done = 0;
        for (FailedCommands.Failure command : found) {
            Optional<String> objection = doIt ? failed.replay(command.commandId()) : Optional.empty();
            out.printf(
                    "%s  %s  (%s)  call %d at %s: %s%s%n",
                    command.commandId(),
                    command.type(),
                    command.place(),
                    command.position(),
                    command.failedAt(),
                    command.error(),
                    objection.map(reason -> "  NOT REPLAYED: " + reason).orElse(""));
            done += objection.isEmpty() ? 1 : 0;
        }
        out.println(
                doIt
                        ? done + " of " + found.size() + " failed commands are back in their mailboxes, with fresh keys"
                        : found.size() + " failed commands would be replayed, with fresh keys; add --do to do it");
        out.flush();
        return done == found.size();
    }
}
