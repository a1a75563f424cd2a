package dev.linqroutes.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Thrown for a command that cannot be accepted. Routes catch it, and its problems become the outcome of the command. Other
 * commands continue.
 */
public final class CommandRefused extends RuntimeException {
    /** A person corrects these first, and the outcome stays small enough for its topic. */
    private static final int MAX_PROBLEMS = 20;

    private final transient List<Problem> problems;
    private final transient Identity identity;

    /** The fields of a refused command that could be read, so that the outcome reaches its producer. */
    public record Identity(
            Optional<String> commandId, Optional<String> type, Optional<String> groupRef, Optional<String> chatId) {

        static Identity of(ChatCommand command) {
            return new Identity(
                    Optional.of(command.commandId()),
                    Optional.of(command.envelope().type()),
                    command.envelope().groupRef(),
                    command.envelope().chatId());
        }

        static Identity unknown() {
            return new Identity(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** @param problems at least one */
    CommandRefused(Identity identity, List<Problem> problems) {
        super(problems.stream().map(Problem::message).collect(Collectors.joining("; ")), null, false, false);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a refusal needs a reason");
        }
        this.identity = identity;
        this.problems = limited(problems);
    }

    private static List<Problem> limited(List<Problem> problems) {
        if (problems.size() <= MAX_PROBLEMS) {
            return List.copyOf(problems);
        }
        List<Problem> first = new ArrayList<>(problems.subList(0, MAX_PROBLEMS));
        first.add(Problem.of("and " + (problems.size() - MAX_PROBLEMS) + " more"));
        return List.copyOf(first);
    }

    /** For a command that was read, but cannot be executed. */
    public CommandRefused(ChatCommand command, List<Problem> problems) {
        this(Identity.of(command), problems);
    }

    /** For a command that was read, but cannot be executed. */
    public CommandRefused(ChatCommand command, Problem problem) {
        this(command, List.of(problem));
    }

    public List<Problem> problems() {
        return problems;
    }

    public Identity identity() {
        return identity;
    }
}
