package dev.linqroutes.plan;

import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.ledger.model.PlannedCall;
import java.util.List;
import java.util.stream.Stream;

/**
 * A command and the calls it is split into.
 *
 * @param calls in order; at least one
 * @param losses what was removed from a message, for the producer
 */
public record Plan(ChatCommand command, List<PlannedCall> calls, List<String> losses) {
    /** More than a person reads. A group of 31 has at most three warnings for each member. */
    private static final int MAX_WARNINGS = 100;

    private static final int MAX_WARNING_LENGTH = 500;

    public Plan {
        calls = List.copyOf(calls);
        losses = List.copyOf(losses);
    }

    /** What the producer should know although the command is accepted; shortened to {@value #MAX_WARNINGS} warnings. */
    public List<String> warnings() {
        List<String> all = Stream.concat(command.envelope().warnings().stream(), losses.stream())
                .map(warning -> Quoting.shorten(warning, MAX_WARNING_LENGTH))
                .toList();
        if (all.size() <= MAX_WARNINGS) {
            return all;
        }
        return Stream.concat(
                        all.stream().limit(MAX_WARNINGS), Stream.of("and " + (all.size() - MAX_WARNINGS) + " more"))
                .toList();
    }
}
