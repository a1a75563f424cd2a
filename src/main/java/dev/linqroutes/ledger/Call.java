package dev.linqroutes.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A waiting call whose turn has come.
 *
 * @param groupRef the producer's name of the group, where it has one
 * @param body JSON
 * @param attempts answered tries that counted, so far
 * @param maybeDone whether a try may have reached Linq whose answer is not known
 * @param failingSince when the first try was begun that counted; empty before
 * @param notReadySince since when Linq says that the chat, or an attachment, is not ready; empty when it said something
 *     else last
 * @param expiresAt when its command lapses; only a command's first call has it
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
        boolean maybeDone,
        Optional<Instant> failingSince,
        Optional<Instant> notReadySince,
        Optional<Instant> expiresAt) {

    /** Whether its command has lapsed. A call that may have reached Linq keeps its command alive. */
    public boolean lapsed(Instant now) {
        return !maybeDone && expiresAt.map(now::isAfter).orElse(false);
    }

    /** Whether it gives the group a name. */
    boolean setsName() {
        return kind == CallKind.UPDATE_CHAT && Json.read(body).has("display_name");
    }

    /** The handle it adds or removes, if it does. */
    public Optional<String> handle() {
        return body.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(Json.read(body).path("handle").textValue());
    }

    /** Command id and position: how the log names a call. */
    public String name() {
        return commandId + " call " + position;
    }
}
