package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.chat.ChatState;
import java.util.Map;
import java.util.Optional;

/**
 * A verified webhook, as far as the ledger has to know it.
 *
 * @param chatId the chat it is about
 * @param idempotencyKey the key of the send it reports, where Linq echoes one
 * @param messageId the message it is about
 * @param traceId of the request that caused it (reference 1.2)
 * @param line the line whose chat it is, for an event that tells
 * @param signal what it says about a call, if it does
 * @param chat what it says of how the chat looks
 * @param body as received, byte for byte
 * @param headers for the record on the topic
 */
public record VerifiedEvent(
        String eventId,
        String eventType,
        Optional<String> chatId,
        Optional<String> idempotencyKey,
        Optional<String> messageId,
        Optional<String> traceId,
        Optional<String> line,
        Optional<Signal> signal,
        ChatState chat,
        byte[] body,
        Map<String, String> headers) {
    /** Tells the consumer of a member who wants no more messages; its value is the word as it was written. */
    public static final String OPT_OUT = "linq-opt-out";

    boolean isOptOut() {
        return headers.containsKey(OPT_OUT);
    }
}
