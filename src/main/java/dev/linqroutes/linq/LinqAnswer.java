package dev.linqroutes.linq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.linqroutes.ledger.CallResult.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * An HTTP answer of Linq. Everything in it is optional: gateways answer without JSON, older answers lack fields
 * (reference 1.5).
 */
record LinqAnswer(int httpStatus, Optional<String> retryAfter, Optional<String> traceHeader, JsonNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_WAIT = Duration.ofHours(25);

    static LinqAnswer of(int httpStatus, Optional<String> retryAfter, Optional<String> traceHeader, byte[] body) {
        return new LinqAnswer(httpStatus, retryAfter, traceHeader, parse(body));
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException e) {
            // A gateway's page: the HTTP status has to do.
            return MissingNode.getInstance();
        }
    }

    Meaning meaning() {
        return Meaning.of(httpStatus, code());
    }

    /** Of the chat, in the answers to a create and to a send. */
    Optional<String> chatId() {
        return text("/chat/id").or(() -> text("/chat_id"));
    }

    Optional<String> messageId() {
        return text("/chat/message/id").or(() -> text("/message/id"));
    }

    Optional<String> traceId() {
        return text("/trace_id").or(() -> traceHeader);
    }

    /** How long Linq asks to wait: the header, else the body's number; never more than a day. */
    Optional<Duration> waitAsked() {
        return retryAfter
                .flatMap(LinqAnswer::seconds)
                .or(() -> text("/error/retry_after").flatMap(LinqAnswer::seconds))
                .map(asked -> asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked);
    }

    Fault fault() {
        String message = text("/error/message").orElse("HTTP " + httpStatus + " without an error message");
        return new Fault(Optional.of(httpStatus), code(), message, text("/error/doc_url"), traceId());
    }

    private Optional<Integer> code() {
        JsonNode code = body.at("/error/code");
        return code.isInt() ? Optional.of(code.intValue()) : Optional.empty();
    }

    private Optional<String> text(String pointer) {
        JsonNode value = body.at(pointer);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    private static Optional<Duration> seconds(String text) {
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(text.strip()))));
        } catch (NumberFormatException e) {
            // An HTTP date or nonsense: the caller's own wait applies.
            return Optional.empty();
        }
    }
}
