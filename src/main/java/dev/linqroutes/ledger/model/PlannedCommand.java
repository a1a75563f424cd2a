package dev.linqroutes.ledger.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A command with its calls, ready to be accepted.
 *
 * @param commandId the producer's own id, or the position's
 * @param type the command's type as its producer wrote it
 * @param group which group it is for
 * @param warnings what the producer should know although the command is good
 * @param calls in order; at least one
 * @param notBefore when the first call is due; empty for at once
 * @param expiresAt when the command lapses, if no call was made by then
 */
public record PlannedCommand(
        Origin origin,
        String commandId,
        String type,
        GroupAddress group,
        List<String> warnings,
        List<PlannedCall> calls,
        Optional<Instant> notBefore,
        Optional<Instant> expiresAt)
        implements IntakeDecision {
    public PlannedCommand {
        warnings = List.copyOf(warnings);
        calls = List.copyOf(calls);
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("command " + commandId + " has no calls");
        }
    }

    public PlannedCommand withGroup(GroupAddress other) {
        return new PlannedCommand(origin, commandId, type, other, warnings, calls, notBefore, expiresAt);
    }
}
