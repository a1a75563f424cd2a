package dev.linqroutes.plan;

import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.ledger.NewCall;
import java.util.List;
import java.util.stream.Stream;

/**
 * A command and the calls it is split into.
 *
 * @param calls in order; at least one
 * @param lost what of a message could not be kept, for the producer to know
 */
public record Plan(ChatCommand command, List<NewCall> calls, List<String> lost) {
    public Plan {
        calls = List.copyOf(calls);
        lost = List.copyOf(lost);
    }

    /** Everything the producer should know although the command is good. */
    public List<String> warnings() {
        return Stream.concat(command.envelope().warnings().stream(), lost.stream())
                .toList();
    }
}
