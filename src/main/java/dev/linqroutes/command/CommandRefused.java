package dev.linqroutes.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A command that cannot be accepted as it is. Routes catch it, and the command's source gets the problems as an
 * outcome; it never stops the commands beside it.
 */
public final class CommandRefused extends RuntimeException {
    /** A person mends these first, and an outcome stays small enough for its topic. */
    private static final int MAX_PROBLEMS = 20;

    private final transient List<Problem> problems;
    private final transient Identity identity;

    /** What could be read of a refused command, so that its outcome finds its producer. */
    public record Identity(
            Optional<String> commandId, Optional<String> type, Optional<String> groupRef, Optional<String> chatId) {

        /** Of a command that was read. */
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

    /** @param problems why; at least one */
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

    /** A command that was read, but that cannot be done. */
    public CommandRefused(ChatCommand command, List<Problem> problems) {
        this(Identity.of(command), problems);
    }

    /** A command that was read, but that cannot be done. */
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
