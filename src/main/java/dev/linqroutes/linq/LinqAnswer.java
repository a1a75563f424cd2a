package dev.linqroutes.linq;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.linqroutes.ledger.CallResult.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * An HTTP answer of Linq. Everything in it is optional: gateways answer without JSON, older answers lack fields
 * (reference 1.5).
 */
record LinqAnswer(int httpStatus, Optional<String> retryAfter, Optional<String> traceHeader, JsonNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SHORTEST_WAIT = 1;
    private static final Duration LONGEST_WAIT = Duration.ofHours(25);

    /** What the ledger's columns take: one answer must not stop the transaction that it is recorded in. */
    private static final Pattern ID = Pattern.compile("[!-~]{1,64}");

    private static final Pattern URL = Pattern.compile("[!-~]{1,512}");
    private static final int LONGEST_MESSAGE = 1000;
    private static final int SERVICE_UNAVAILABLE = 4004;

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

    /**
     * Whether Linq as a whole is in trouble, as far as this answer tells: a gateway's answer says so, and some of Linq's own
     * codes. Any other code is about one call, its line, its recipients or its files.
     */
    boolean isOfAServerInTrouble() {
        return meaning() == Meaning.AGAIN
                && code().map(code -> code / 1000 == 3 || code == SERVICE_UNAVAILABLE)
                        .orElse(httpStatus >= 500);
    }

    /** What it says; empty when it is no JSON object. */
    Map<String, Object> fields() {
        return body.isObject() ? JSON.convertValue(body, new TypeReference<>() {}) : Map.of();
    }

    /** Of the chat, in the answers to a create and to a send. */
    Optional<String> chatId() {
        return id("/chat/id").or(() -> id("/chat_id"));
    }

    /** Of the message that was sent; the answers to a poll and to a voice memo have it elsewhere (reference 2.12). */
    Optional<String> messageId() {
        return id("/chat/message/id")
                .or(() -> id("/message/id"))
                .or(() -> id("/message_id"))
                .or(() -> id("/voice_memo/id"));
    }

    Optional<String> traceId() {
        return id("/trace_id").or(() -> traceHeader.filter(isLike(ID)));
    }

    /** How long Linq asks to wait: the header, else the body's number; at least a second, never more than a day. */
    Optional<Duration> waitAsked() {
        return retryAfter
                .flatMap(LinqAnswer::seconds)
                .or(() -> text("/error/retry_after").flatMap(LinqAnswer::seconds))
                .map(asked -> asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked);
    }

    Fault fault() {
        String message = text("/error/message")
                .map(LinqAnswer::shortened)
                .orElse("HTTP " + httpStatus + " without an error message");
        Optional<String> docUrl = text("/error/doc_url").filter(isLike(URL));
        return new Fault(Optional.of(httpStatus), code(), message, docUrl, traceId());
    }

    private Optional<Integer> code() {
        JsonNode code = body.at("/error/code");
        return code.isInt() && code.intValue() > 0 ? Optional.of(code.intValue()) : Optional.empty();
    }

    private Optional<String> id(String pointer) {
        return text(pointer).filter(isLike(ID));
    }

    private static Predicate<String> isLike(Pattern pattern) {
        return pattern.asMatchPredicate();
    }

    private static String shortened(String message) {
        String kept = message.replace('\0', ' ');
        return kept.length() <= LONGEST_MESSAGE ? kept : kept.substring(0, LONGEST_MESSAGE) + "…";
    }

    private Optional<String> text(String pointer) {
        JsonNode value = body.at(pointer);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    private static Optional<Duration> seconds(String text) {
        try {
            return Optional.of(Duration.ofSeconds(Math.max(SHORTEST_WAIT, Long.parseLong(text.strip()))));
        } catch (NumberFormatException e) {
            // An HTTP date or nonsense: the caller's own wait applies.
            return Optional.empty();
        }
    }
}
