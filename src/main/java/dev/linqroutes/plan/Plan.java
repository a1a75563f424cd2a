package dev.linqroutes.plan;

import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.Shown;
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
    /** More than a person reads; a group of 31 has at most three for each of its members. */
    private static final int MOST_WARNINGS = 100;

    private static final int LONGEST_WARNING = 500;

    public Plan {
        calls = List.copyOf(calls);
        lost = List.copyOf(lost);
    }

    /** What the producer should know although the command is good; cut where it is more than anybody reads. */
    public List<String> warnings() {
        List<String> all = Stream.concat(command.envelope().warnings().stream(), lost.stream())
                .map(warning -> Shown.shortened(warning, LONGEST_WARNING))
                .toList();
        if (all.size() <= MOST_WARNINGS) {
            return all;
        }
        return Stream.concat(
                        all.stream().limit(MOST_WARNINGS), Stream.of("and " + (all.size() - MOST_WARNINGS) + " more"))
                .toList();
    }
}
