package dev.linqroutes.ledger.model;

import dev.linqroutes.ledger.db.LedgerJson;
import java.time.Instant;
import java.util.Optional;

/**
 * A waiting call whose turn has come.
 *
 * @param groupRef the producer's name of the group, where it has one
 * @param body JSON
 * @param attempts answered tries that counted, so far
 * @param indeterminate whether a try may have reached Linq whose answer is not known
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
        boolean indeterminate,
        Optional<Instant> failingSince,
        Optional<Instant> notReadySince,
        Optional<Instant> expiresAt) {

    /** Whether its command has lapsed. A call that may have reached Linq keeps its command alive. */
    public boolean isExpired(Instant now) {
        return !indeterminate && expiresAt.map(now::isAfter).orElse(false);
    }

    /** Whether it gives the group a name. */
    public boolean isRename() {
        return kind == CallKind.UPDATE_CHAT && LedgerJson.read(body).has("display_name");
    }

    /** The handle it adds or removes, if it does. */
    public Optional<String> memberHandle() {
        return body.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(LedgerJson.read(body).path("handle").textValue());
    }

    /** Command id and position: how the log names a call. */
    public String describe() {
        return commandId + " call " + position;
    }
}
