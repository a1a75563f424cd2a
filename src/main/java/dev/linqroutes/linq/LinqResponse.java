package dev.linqroutes.linq;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP answer of Linq. Everything in it is optional: gateways answer without JSON, older answers lack fields
 * (reference 1.5).
 */
record LinqResponse(
        int httpStatus,
        Optional<String> retryAfter,
        Optional<String> traceHeader,
        String excerpt,
        LenientJsonReader.ParsedJson json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the ledger's columns take: one answer must not stop the transaction that it is recorded in. */
    private static final Pattern ID = Pattern.compile("[!-~]{1,64}");

    private static final Pattern URL = Pattern.compile("[!-~]{1,512}");
    private static final int MAX_MESSAGE_LENGTH = 1000;
    private static final int MAX_PAGE_EXCERPT = 200;
    private static final Pattern TITLE = Pattern.compile("(?i)<title[^>]*+>([^<]++)");

    /** Also the mark of an encoding, and what is no UTF-8. */
    private static final String INVISIBLE = "[\\s\\p{Cntrl}\\uFEFF\\uFFFD]++";

    private static final int SERVICE_UNAVAILABLE = 4004;

    /** Codes below are others' than Linq's: gateways repeat the HTTP status there. */
    private static final int MIN_LINQ_CODE = 1000;

    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");

    /** Statuses of which it does not matter who says them. */
    private static final Set<Integer> SENDER_INDEPENDENT = Set.of(401, 408, 429);

    /** Redirects that ask to make the same request elsewhere, so that it was not done here. */
    private static final Set<Integer> REDIRECTS = Set.of(301, 307, 308);

    /** By these a gateway says that the answer to what it had passed on did not come in time. */
    private static final Set<Integer> GATEWAY_TIMEOUTS = Set.of(408, 460, 499);

    /** By these a gateway says that it could pass nothing on: it wants a login first, or found or connected to nobody. */
    private static final Set<Integer> NOT_FORWARDED = Set.of(511, 521, 523, 525, 526, 530);

    static LinqResponse parse(int httpStatus, Optional<String> retryAfter, Optional<String> traceHeader, byte[] body) {
        String beginning = new String(body, 0, Math.min(body.length, MAX_MESSAGE_LENGTH), StandardCharsets.UTF_8)
                .replaceAll(INVISIBLE, " ");
        return new LinqResponse(httpStatus, retryAfter, traceHeader, beginning.strip(), LenientJsonReader.parse(body));
    }

    /** HTML or XML, perhaps behind white space or the mark of its encoding: no JSON begins so. */
    private boolean isPage() {
        return excerpt.startsWith("<");
    }

    /** In few words what somebody says who is not Linq: the title of a page, or how it begins. */
    private Optional<String> describePage() {
        Matcher title = TITLE.matcher(excerpt);
        String text = title.find()
                ? title.group(1)
                : excerpt.replaceAll("<[^>]*+>?+", " ").replaceAll(" ++", " ");
        return Optional.of(text.strip())
                .filter(words -> !words.isEmpty())
                .map(words -> words.length() <= MAX_PAGE_EXCERPT ? words : words.substring(0, MAX_PAGE_EXCERPT) + "…");
    }

    /** As a whole; missing when it breaks off, since what is not in it may be what is missing. */
    JsonNode body() {
        return json.complete();
    }

    ResponseClass responseClass() {
        return isFromLinq() ? ResponseClass.of(effectiveStatus(), code()) : ResponseClass.NOT_OF_LINQ;
    }

    /** There are gateways that make a 200 of every status; Linq's error repeats its own (reference 1.5). */
    private int effectiveStatus() {
        return numberAt("/error/status")
                .filter(status -> httpStatus / 100 == 2 && (status / 100 == 4 || status / 100 == 5))
                .orElse(httpStatus);
    }

    /**
     * Whether Linq can have given the answer. Its errors have a code, always (reference 1.5), and its answers are no pages; a
     * server in trouble is one, whoever says so.
     */
    private boolean isFromLinq() {
        return switch (httpStatus / 100) {
            case 2 -> !isPage();
            case 5 -> true;
            default -> SENDER_INDEPENDENT.contains(httpStatus) || code().isPresent() || hasLinqError();
        };
    }

    /** An error that at least repeats its status, or says that it is none of a success. */
    private boolean hasLinqError() {
        boolean repeated = numberAt("/error/status").equals(Optional.of(httpStatus));
        JsonNode success = json.readable().path("success");
        boolean noSuccess = success.isBoolean() && !success.booleanValue();
        return json.readable().path("error").isObject() && (repeated || noSuccess);
    }

    /** Whether nothing was done for sure: the request was refused, or did not get to Linq. */
    boolean isNotExecuted() {
        boolean refused = httpStatus / 100 == 4 && !GATEWAY_TIMEOUTS.contains(httpStatus);
        return refused || REDIRECTS.contains(httpStatus) || NOT_FORWARDED.contains(httpStatus);
    }

    /**
     * Whether Linq as a whole is in trouble, as far as this answer tells: a gateway's answer says so, and some of Linq's own
     * codes. Any other code is about one call, its line, its recipients or its files.
     */
    boolean isOutage() {
        return responseClass() == ResponseClass.NOT_OF_LINQ
                || (responseClass() == ResponseClass.AGAIN
                        && code().map(code -> code / 1000 == 3 || code == SERVICE_UNAVAILABLE)
                                .orElse(httpStatus >= 500));
    }

    /** What it says; empty when it is no JSON object. */
    Map<String, Object> fields() {
        return body().isObject() ? JSON.convertValue(body(), new TypeReference<>() {}) : Map.of();
    }

    /** Of the chat, in the answers to a create and to a send. */
    Optional<String> chatId() {
        return idAt("/chat/id").or(() -> idAt("/chat_id"));
    }

    /** Of the message that was sent; the answers to a poll and to a voice memo have it elsewhere (reference 2.12). */
    Optional<String> messageId() {
        return idAt("/chat/message/id")
                .or(() -> idAt("/message/id"))
                .or(() -> idAt("/message_id"))
                .or(() -> idAt("/voice_memo/id"));
    }

    Optional<String> traceId() {
        return idAt("/trace_id").or(() -> traceHeader.filter(matching(ID)));
    }

    /** How long Linq asks to wait: the header, else the body's number; at least a second, never more than a day. */
    Optional<Duration> requestedDelay(Instant now) {
        return retryAfter.flatMap(text -> RetryAfterParser.parse(text, now)).or(() -> textAt("/error/retry_after")
                .flatMap(text -> RetryAfterParser.parse(text, now)));
    }

    Fault fault() {
        Optional<String> told = textAt("/error/message").map(LinqResponse::shorten);
        String message = responseClass() == ResponseClass.NOT_OF_LINQ
                ? "HTTP " + httpStatus + " " + describeForeign()
                        + ", so it is not of Linq: a gateway or proxy on the way has answered, look at"
                        + " LINQ_API_URL and at what stands between"
                        + told.or(this::describePage)
                                .map(text -> "; it says: " + text)
                                .orElse("")
                : told.orElseGet(this::describeStatus);
        Optional<String> docUrl = textAt("/error/doc_url").filter(matching(URL));
        return new Fault(Optional.of(httpStatus), code(), message, docUrl, traceId());
    }

    private String describeStatus() {
        boolean perhapsOfAGateway = httpStatus == 401 && code().isEmpty() && !hasLinqError();
        return "HTTP " + httpStatus + " without an error message"
                + (perhapsOfAGateway ? ", perhaps of a gateway or proxy that wants a login of its own" : "");
    }

    private String describeForeign() {
        return switch (httpStatus / 100) {
            case 2 -> "with a web page";
            case 3 -> "is a redirect, which is not followed";
            default -> "has no error of Linq in it";
        };
    }

    private Optional<Integer> code() {
        return numberAt("/error/code").filter(code -> code >= MIN_LINQ_CODE);
    }

    private Optional<Integer> numberAt(String pointer) {
        return textAt(pointer).filter(matching(DIGITS)).map(Integer::valueOf);
    }

    private Optional<String> idAt(String pointer) {
        return textAt(pointer).filter(matching(ID));
    }

    private static Predicate<String> matching(Pattern pattern) {
        return pattern.asMatchPredicate();
    }

    private static String shorten(String message) {
        String kept = message.replace('\0', ' ');
        return kept.length() <= MAX_MESSAGE_LENGTH ? kept : kept.substring(0, MAX_MESSAGE_LENGTH) + "…";
    }

    private Optional<String> textAt(String pointer) {
        JsonNode value = json.readable().at(pointer);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }
}
