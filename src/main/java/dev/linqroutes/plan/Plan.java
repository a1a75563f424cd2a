package dev.linqroutes.plan;

import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.text.Quoting;
import dev.linqroutes.ledger.model.GroupFact;
import dev.linqroutes.ledger.model.GroupFacts;
import dev.linqroutes.ledger.model.PlannedCall;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A command and the calls it is split into.
 *
 * @param calls in order; at least one
 * @param losses what was removed from a message, for the producer
 * @param open if the message has placeholders for what only the ledger knows: the calls have them as they are written
 */
public record Plan(ChatCommand command, List<PlannedCall> calls, List<String> losses, Optional<OpenPlan> open) {
    /**
     * A plan that is made when the command is accepted.
     *
     * @param facts what it needs to know of the group; not empty
     * @param complete makes it; throws {@link dev.linqroutes.command.CommandRefused}
     */
    public record OpenPlan(Set<GroupFact> facts, Function<GroupFacts, Plan> complete) {}

    /** More than a person reads. A group of 31 has at most three warnings for each member. */
    private static final int MAX_WARNINGS = 100;

    private static final int MAX_WARNING_LENGTH = 500;

    /** A plan that needs to know nothing else. */
    public Plan(ChatCommand command, List<PlannedCall> calls, List<String> losses) {
        this(command, calls, losses, Optional.empty());
    }

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
