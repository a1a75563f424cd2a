package dev.linqroutes.command;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A command that cannot be accepted as it is. Routes catch it, and the command's source gets the problems as an
 * outcome; it never stops the commands beside it.
 */
public final class CommandRefused extends RuntimeException {
    private final transient List<Problem> problems;

    /** @param problems why; at least one */
    public CommandRefused(List<Problem> problems) {
        super(problems.stream().map(Problem::message).collect(Collectors.joining("; ")), null, false, false);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a refusal needs a reason");
        }
        this.problems = List.copyOf(problems);
    }

    public CommandRefused(Problem problem) {
        this(List.of(problem));
    }

    public List<Problem> problems() {
        return problems;
    }
}
