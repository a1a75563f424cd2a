package dev.linqroutes.ledger.model;

import java.util.Optional;

/**
 * A planned HTTP request to Linq.
 *
 * @param position in its command, from 1
 * @param path below the API's base URL; {@code {chat_id}} and {@link #MESSAGE_ID} are replaced when the call is sent
 * @param body JSON; of a create from one of several lines with {@code {line}} in its place
 * @param idempotencyKey the key inside the body
 * @param reference the message that it is about, or replies to, if the producer gave no id of Linq
 */
public record PlannedCall(
        int position,
        CallKind kind,
        String method,
        String path,
        String body,
        Optional<String> idempotencyKey,
        Optional<MessageReference> reference) {
    /** In the path, in place of the id of the referred message. */
    public static final String MESSAGE_ID = "{message_id}";

    /** A call that refers to no message, or by Linq's id. */
    public PlannedCall(
            int position, CallKind kind, String method, String path, String body, Optional<String> idempotencyKey) {
        this(position, kind, method, path, body, idempotencyKey, Optional.empty());
    }

    /** The create of a group for which a line was chosen; its body begins with the line. */
    PlannedCall withLine(String line) {
        String anyLine = beginning(GroupAddress.NewGroup.ANY_LINE);
        if (!body.startsWith(anyLine)) {
            throw new IllegalStateException("the call does not begin with a line to be chosen");
        }
        String sent = beginning(line) + body.substring(anyLine.length());
        return new PlannedCall(position, kind, method, path, sent, idempotencyKey, reference);
    }

    /** The start of the JSON body of a create, up to and including its line. */
    public static String beginning(String line) {
        return "{\"from\":\"" + line + "\"";
    }
}
