package dev.linqroutes.plan;

import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.ledger.NewCall;
import java.util.List;

/**
 * A command and the calls it is split into.
 *
 * @param calls in order; at least one
 */
public record Plan(ChatCommand command, List<NewCall> calls) {
    public Plan {
        calls = List.copyOf(calls);
    }
}
