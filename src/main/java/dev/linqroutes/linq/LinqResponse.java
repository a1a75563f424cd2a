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
 * An HTTP response of Linq. All of its content is optional: gateways respond without JSON, and older responses lack fields
 * (reference 1.5).
 *
 * @param retryAfter values of the header
 * @param traceHeader trace id in the headers
 * @param excerpt start of the body as text
 */
record LinqResponse(
        int httpStatus,
        Optional<String> retryAfter,
        Optional<String> traceHeader,
        String excerpt,
        LenientJsonReader.ParsedJson json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the ledger's columns can store: a response must not fail the transaction that records it. */
    private static final Pattern ID = Pattern.compile("[!-~]{1,64}");

    private static final Pattern URL = Pattern.compile("[!-~]{1,512}");
    private static final int MAX_MESSAGE_LENGTH = 1000;
    private static final int MAX_PAGE_EXCERPT = 200;
    private static final Pattern TITLE = Pattern.compile("(?i)<title[^>]*+>([^<]++)");

    /** Also a byte order mark, and invalid UTF-8. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\s\\p{Cntrl}\\uFEFF\\uFFFD]++");

    private static final int SERVICE_UNAVAILABLE = 4004;

    /** Lower codes are not Linq's: gateways repeat the HTTP status there. */
    private static final int MIN_LINQ_CODE = 1000;

    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");

    /** Statuses that mean the same whether Linq or a gateway sends them. */
    private static final Set<Integer> SENDER_INDEPENDENT = Set.of(401, 408, 429);

    /** Redirects that ask for the same request at another URL, so that it was not executed. */
    private static final Set<Integer> REDIRECTS = Set.of(301, 307, 308);

    /** A gateway forwarded the request and got no response in time. */
    private static final Set<Integer> GATEWAY_TIMEOUTS = Set.of(408, 460, 499);

    /** A gateway did not forward the request: it requires a login, or could not resolve or reach the server. */
    private static final Set<Integer> NOT_FORWARDED = Set.of(511, 521, 523, 525, 526, 530);

    static LinqResponse parse(int httpStatus, Optional<String> retryAfter, Optional<String> traceHeader, byte[] body) {
        String start = new String(body, 0, Math.min(body.length, MAX_MESSAGE_LENGTH), StandardCharsets.UTF_8);
        String excerpt = INVISIBLE.matcher(start).replaceAll(" ").strip();
        return new LinqResponse(httpStatus, retryAfter, traceHeader, excerpt, LenientJsonReader.parse(body));
    }

    /** HTML or XML, perhaps after white space or a byte order mark: no JSON starts like this. */
    private boolean isPage() {
        return excerpt.startsWith("<");
    }

    /** Short text of a response that is not from Linq: the title of a page, or its start. */
    private Optional<String> describePage() {
        Matcher title = TITLE.matcher(excerpt);
        String text = title.find()
                ? title.group(1)
                : excerpt.replaceAll("<[^>]*+>?+", " ").replaceAll(" ++", " ");
        return Optional.of(text.strip())
                .filter(words -> !words.isEmpty())
                .map(words -> words.length() <= MAX_PAGE_EXCERPT ? words : words.substring(0, MAX_PAGE_EXCERPT) + "…");
    }

    /** The complete body; missing if it is truncated, because an absent field may be in the rest. */
    JsonNode body() {
        return json.complete();
    }

    ResponseClass responseClass() {
        return isFromLinq() ? ResponseClass.of(effectiveStatus(), code()) : ResponseClass.FOREIGN;
    }

    /** Some gateways turn every status into 200; Linq's error repeats the original one (reference 1.5). */
    private int effectiveStatus() {
        return numberAt("/error/status")
                .filter(status -> httpStatus / 100 == 2 && (status / 100 == 4 || status / 100 == 5))
                .orElse(httpStatus);
    }

    /**
     * Whether the response can be from Linq. Linq's errors always have a code (reference 1.5), and its responses are never web
     * pages. A 5xx means the same whether Linq or a gateway sends it.
     */
    private boolean isFromLinq() {
        return switch (httpStatus / 100) {
            case 2 -> !isPage();
            case 5 -> true;
            default -> SENDER_INDEPENDENT.contains(httpStatus) || code().isPresent() || hasLinqError();
        };
    }

    /** An error object that repeats the status, or has {@code success: false}. */
    private boolean hasLinqError() {
        boolean repeated = numberAt("/error/status").equals(Optional.of(httpStatus));
        JsonNode success = json.readable().path("success");
        boolean failure = success.isBoolean() && !success.booleanValue();
        return json.readable().path("error").isObject() && (repeated || failure);
    }

    /** Whether the call was certainly not executed: it was rejected, or did not reach Linq. */
    boolean isNotExecuted() {
        boolean refused = httpStatus / 100 == 4 && !GATEWAY_TIMEOUTS.contains(httpStatus);
        return refused || REDIRECTS.contains(httpStatus) || NOT_FORWARDED.contains(httpStatus);
    }

    /**
     * Whether the response shows an outage of Linq as a whole: a gateway's response does, and some of Linq's codes. Any other code
     * is about one call, its line, its recipients or its files.
     */
    boolean isOutage() {
        return responseClass() == ResponseClass.FOREIGN
                || (responseClass() == ResponseClass.RETRYABLE
                        && code().map(code -> code / 1000 == 3 || code == SERVICE_UNAVAILABLE)
                                .orElse(httpStatus >= 500));
    }

    /** The fields of the body; empty if it is no JSON object. */
    Map<String, Object> fields() {
        return body().isObject() ? JSON.convertValue(body(), new TypeReference<>() {}) : Map.of();
    }

    /** Id of the chat, in the responses to a create and a send. */
    Optional<String> chatId() {
        return idAt("/chat/id").or(() -> idAt("/chat_id"));
    }

    /** Id of the sent message; the responses to a poll and a voice memo have it in another field (reference 2.12). */
    Optional<String> messageId() {
        return idAt("/chat/message/id")
                .or(() -> idAt("/message/id"))
                .or(() -> idAt("/message_id"))
                .or(() -> idAt("/voice_memo/id"));
    }

    Optional<String> traceId() {
        return idAt("/trace_id").or(() -> traceHeader.filter(matching(ID)));
    }

    /** The delay that Linq requests in the header, else in the body; from 1 s to 25 h. */
    Optional<Duration> requestedDelay(Instant now) {
        return retryAfter.flatMap(text -> RetryAfterParser.parse(text, now)).or(() -> textAt("/error/retry_after")
                .flatMap(text -> RetryAfterParser.parse(text, now)));
    }

    Fault fault() {
        Optional<String> text = textAt("/error/message").map(LinqResponse::shorten);
        String message = responseClass() == ResponseClass.FOREIGN
                ? "HTTP " + httpStatus + " " + describeForeign()
                        + ", so it is not from Linq: a gateway or proxy has responded instead; check LINQ_API_URL and the"
                        + " network in between"
                        + text.or(this::describePage)
                                .map(page -> "; its response: " + page)
                                .orElse("")
                : text.orElseGet(this::describeStatus);
        Optional<String> docUrl = textAt("/error/doc_url").filter(matching(URL));
        return new Fault(Optional.of(httpStatus), code(), message, docUrl, traceId());
    }

    private String describeStatus() {
        boolean maybeFromGateway = httpStatus == 401 && code().isEmpty() && !hasLinqError();
        return "HTTP " + httpStatus + " without an error message"
                + (maybeFromGateway ? ", perhaps from a gateway or proxy that requires its own login" : "");
    }

    private String describeForeign() {
        return switch (httpStatus / 100) {
            case 2 -> "has a web page as its body";
            case 3 -> "is a redirect, which is not followed";
            default -> "has no error object of Linq";
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
