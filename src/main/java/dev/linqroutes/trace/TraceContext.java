package dev.linqroutes.trace;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A W3C trace context as the ledger stores it: {@code traceparent}, and behind a space {@code tracestate} if there is one. It travels
 * with its command, because the calls of a command are made by other threads and instances, and perhaps after a restart.
 *
 * @param text as received it may be anything; nothing is made of it but by {@link CommandTracer}
 */
public record TraceContext(String text) {
    static final String TRACEPARENT = "traceparent";
    static final String TRACESTATE = "tracestate";

    /** The specification asks for 512 characters of {@code tracestate}; {@code traceparent} has 55. */
    private static final int MAX_LENGTH = 512;

    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-.*", Pattern.DOTALL);

    /**
     * The context in the headers of a record; empty without a {@code traceparent}. A header that is longer than any valid one is
     * ignored.
     *
     * @param lastHeader value of the last header of a name; null if there is none
     */
    public static Optional<TraceContext> ofHeaders(Function<String, byte[]> lastHeader) {
        return header(lastHeader, TRACEPARENT)
                .map(parent -> of(parent, header(lastHeader, TRACESTATE).orElse("")));
    }

    private static Optional<String> header(Function<String, byte[]> lastHeader, String name) {
        return Optional.ofNullable(lastHeader.apply(name))
                .filter(value -> value.length <= MAX_LENGTH)
                .map(value -> new String(value, StandardCharsets.ISO_8859_1))
                .filter(value -> !value.isBlank());
    }

    static TraceContext of(String traceparent, String tracestate) {
        return new TraceContext(
                tracestate.isEmpty() || tracestate.length() > MAX_LENGTH
                        ? traceparent
                        : traceparent + " " + tracestate);
    }

    /** As headers of a record. */
    public Map<String, String> headers() {
        int end = text.indexOf(' ');
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(TRACEPARENT, end < 0 ? text : text.substring(0, end));
        if (end >= 0) {
            headers.put(TRACESTATE, text.substring(end + 1));
        }
        return headers;
    }

    /** The id of the trace, for log lines; empty if this is no valid context. */
    Optional<String> traceId() {
        return Stream.of(TRACE_ID.matcher(text))
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst();
    }
}
