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
 * @param losses what of a message could not be kept, for the producer to know
 */
public record Plan(ChatCommand command, List<PlannedCall> calls, List<String> losses) {
    /** More than a person reads; a group of 31 has at most three for each of its members. */
    private static final int MAX_WARNINGS = 100;

    private static final int MAX_WARNING_LENGTH = 500;

    public Plan {
        calls = List.copyOf(calls);
        losses = List.copyOf(losses);
    }

    /** What the producer should know although the command is good; cut where it is more than anybody reads. */
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
