package dev.linqroutes.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A waiting call whose turn has come.
 *
 * @param groupRef the producer's name of the group, where it has one
 * @param body JSON
 * @param attempts answered tries that counted, so far
 * @param firstTryAt when it was first tried; empty before
 * @param maybeRepeated whether a try may have reached Linq whose answer was never recorded
 */
public record Call(
        long callId,
        String commandId,
        int position,
        Optional<String> groupRef,
        CallKind kind,
        String method,
        String path,
        String body,
        int attempts,
        Optional<Instant> firstTryAt,
        boolean maybeRepeated) {

    /** Command id and position: how the log names a call. */
    public String name() {
        return commandId + " call " + position;
    }
}
