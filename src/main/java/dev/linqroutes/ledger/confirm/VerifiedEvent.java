package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.poll.PollState;
import java.util.Map;
import java.util.Optional;

/**
 * An event from a webhook whose signature was verified.
 *
 * @param chatId chat of the event
 * @param idempotencyKey key of the reported send, if Linq echoes it
 * @param messageId message of the event
 * @param traceId of the request that caused it (reference 1.2)
 * @param line the line that owns the chat, if the event has it
 * @param signal what it reports about a call
 * @param chat what it shows of the chat's state
 * @param poll what it shows of a poll
 * @param body as received, byte for byte
 * @param headers of the record on the topic
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
        Optional<PollState> poll,
        byte[] body,
        Map<String, String> headers) {
    /** Header of an event in which a member opts out of messages; its value is the word as the member wrote it. */
    public static final String OPT_OUT = "linq-opt-out";

    boolean isOptOut() {
        return headers.containsKey(OPT_OUT);
    }
}
