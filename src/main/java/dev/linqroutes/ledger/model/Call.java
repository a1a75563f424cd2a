package dev.linqroutes.ledger.model;

import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.trace.CommandLabels;
import dev.linqroutes.trace.TraceContext;
import java.time.Instant;
import java.util.Optional;

/**
 * A call that is next in its mailbox.
 *
 * @param position in its command, from 1
 * @param group the producer's name of the group, or the id of its chat
 * @param batchId the imported file that its command is a row of
 * @param traceContext of its command; empty without traces
 * @param body JSON; empty for a call without a body
 * @param attempts answered attempts that count against the limit of retries
 * @param indeterminate whether an attempt may have reached Linq whose answer was lost
 * @param failingSince when the first attempt that counts was sent
 * @param notReadySince since when Linq answers that the chat, or an attachment, is not ready; empty when the last answer was
 *     another one
 * @param expiresAt when its command expires; only the first call of a command has it
 * @param hasLocalFiles whether its body has files that this program has uploaded and can upload again, and no other attachments
 */
public record Call(
        long callId,
        String commandId,
        int position,
        Optional<String> group,
        Optional<String> batchId,
        Optional<TraceContext> traceContext,
        CallKind kind,
        String method,
        String path,
        String body,
        int attempts,
        boolean indeterminate,
        Optional<Instant> failingSince,
        Optional<Instant> notReadySince,
        Optional<Instant> expiresAt,
        boolean hasLocalFiles) {

    /** Whether its command has expired. A command does not expire while a call of it may have reached Linq. */
    public boolean isExpired(Instant now) {
        return !indeterminate && expiresAt.map(now::isAfter).orElse(false);
    }

    /** Whether it sets the name of the group. */
    public boolean isRename() {
        return kind == CallKind.UPDATE_CHAT && LedgerJson.read(body).has("display_name");
    }

    /** The handle that it adds or removes; empty for other kinds. */
    public Optional<String> memberHandle() {
        return body.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(LedgerJson.read(body).path("handle").textValue());
    }

    /** The fields of log lines about it. */
    public CommandLabels labels() {
        return new CommandLabels(Optional.of(commandId), group, batchId, traceContext);
    }

    /** Command id and position, for log lines. */
    public String describe() {
        return commandId + " call " + position;
    }
}
