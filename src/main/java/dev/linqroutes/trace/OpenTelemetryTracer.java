package dev.linqroutes.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Sends traces to an OpenTelemetry collector by OTLP over HTTP, in the background and from a bounded queue: a collector that is slow or
 * away costs spans, never time. Attributes follow OpenTelemetry's conventions for messaging and HTTP clients; those with {@code linq.}
 * are this program's own.
 */
public final class OpenTelemetryTracer implements CommandTracer {
    /** For what is still queued when the program stops. */
    private static final long MAX_FLUSH_SECONDS = 2;

    private static final AttributeKey<String> COMMAND_ID = AttributeKey.stringKey("linq.command_id");
    private static final AttributeKey<String> COMMAND_TYPE = AttributeKey.stringKey("linq.command_type");
    private static final AttributeKey<String> GROUP = AttributeKey.stringKey("linq.group");
    private static final AttributeKey<String> BATCH = AttributeKey.stringKey("linq.batch");
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("linq.status");
    private static final AttributeKey<Long> CALL_POSITION = AttributeKey.longKey("linq.call.position");
    private static final AttributeKey<String> CALL_KIND = AttributeKey.stringKey("linq.call.kind");
    private static final AttributeKey<String> CONFIRMED_BY = AttributeKey.stringKey("linq.confirmed_by");
    private static final AttributeKey<String> LINQ_TRACE_ID = AttributeKey.stringKey("linq.trace_id");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<Long> HTTP_STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<Long> CALL_ATTEMPT = AttributeKey.longKey("linq.call.attempt");
    private static final AttributeKey<String> URL_TEMPLATE = AttributeKey.stringKey("url.template");
    private static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> MESSAGING_SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");
    private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");

    /** Statuses of commands, calls and refusals that are errors; a duplicate or a cancelled command is none. */
    private static final Set<String> FAILURES = Set.of("refused", "failed", "expired", "unconfirmed");

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<Map<String, String>> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public String get(Map<String, String> headers, String name) {
            return headers.get(name);
        }
    };

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final URI linq;
    private final UnaryOperator<String> mask;

    private OpenTelemetryTracer(OpenTelemetrySdk sdk, URI linq, UnaryOperator<String> mask) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("linq-routes");
        this.linq = linq;
        this.mask = mask;
    }

    /**
     * Starts the SDK. All but the endpoint is set by the standard variables {@code OTEL_…}.
     *
     * @param endpoint of the collector, without {@code /v1/traces}
     * @param linq base URL of Linq
     * @param mask removes phone numbers and e-mail addresses from a name
     * @throws IllegalArgumentException when a variable has a value that the SDK does not know
     */
    public static OpenTelemetryTracer open(String endpoint, URI linq, UnaryOperator<String> mask) {
        OpenTelemetryLog.toSlf4j();
        try {
            return new OpenTelemetryTracer(
                    AutoConfiguredOpenTelemetrySdk.builder()
                            .disableShutdownHook()
                            .addPropertiesSupplier(() -> Map.of(
                                    "otel.service.name", "linq-routes",
                                    "otel.exporter.otlp.protocol", "http/protobuf",
                                    "otel.attribute.value.length.limit", "512"))
                            .addPropertiesCustomizer(configured -> {
                                requireHttp(configured.getString("otel.exporter.otlp.protocol"));
                                requireHttp(configured.getString("otel.exporter.otlp.traces.protocol"));
                                return Map.of(
                                        "otel.exporter.otlp.endpoint", endpoint,
                                        "otel.metrics.exporter", "none",
                                        "otel.logs.exporter", "none");
                            })
                            .build()
                            .getOpenTelemetrySdk(),
                    linq,
                    mask);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("traces cannot be sent: " + e.getMessage(), e);
        }
    }

    private static void requireHttp(String protocol) {
        if (protocol != null && !protocol.equals("http/protobuf")) {
            throw new IllegalArgumentException("the protocol " + protocol
                    + " is not supported; remove OTEL_EXPORTER_OTLP_PROTOCOL, and give the collector's port for HTTP, usually"
                    + " 4318");
        }
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public OpenSpan startIntake(CommandLabels command, Received received, Instant startedAt) {
        SpanBuilder span = received.position()
                .map(position -> start(command, "process " + position.topic(), SpanKind.CONSUMER, startedAt)
                        .setAttribute(MESSAGING_SYSTEM, "kafka")
                        .setAttribute(OPERATION_NAME, "process")
                        .setAttribute(OPERATION_TYPE, "process")
                        .setAttribute(DESTINATION, position.topic())
                        .setAttribute(PARTITION, Integer.toString(position.partition()))
                        .setAttribute(OFFSET, position.offset()))
                .orElseGet(() -> start(command, "accept row", SpanKind.INTERNAL, startedAt))
                .setAttribute(STATUS, received.status());
        received.type().ifPresent(type -> span.setAttribute(COMMAND_TYPE, type));
        return open(failIf(FAILURES.contains(received.status()), span.startSpan(), received.status()));
    }

    @Override
    public void recordCall(CommandLabels command, Attempt attempt) {
        String template = template(attempt.path());
        SpanBuilder builder = start(
                        command,
                        attempt.sent() ? attempt.method() + " " + template : "skip " + attempt.kind(),
                        attempt.sent() ? SpanKind.CLIENT : SpanKind.INTERNAL,
                        attempt.startedAt())
                .setAttribute(CALL_POSITION, attempt.position())
                .setAttribute(CALL_KIND, attempt.kind());
        if (attempt.sent()) {
            builder.setAttribute(METHOD, attempt.method())
                    .setAttribute(URL_TEMPLATE, template)
                    .setAttribute(SERVER_ADDRESS, linq.getHost())
                    .setAttribute(SERVER_PORT, serverPort())
                    .setAttribute(CALL_ATTEMPT, attempt.number());
        }
        attempt.httpStatus().ifPresent(status -> builder.setAttribute(HTTP_STATUS, status));
        attempt.linqTraceId().ifPresent(id -> builder.setAttribute(LINQ_TRACE_ID, id));
        Span span = builder.startSpan();
        attempt.error().ifPresent(error -> failIf(true, span, error));
        span.end(attempt.endedAt());
    }

    @Override
    public void recordConfirmation(CommandLabels command, Confirmation confirmation) {
        Span span = start(
                        command,
                        "confirm by " + confirmation.by(),
                        confirmation.by().equals("event") ? SpanKind.CONSUMER : SpanKind.INTERNAL,
                        confirmation.reportedAt())
                .setAttribute(CALL_POSITION, confirmation.position())
                .setAttribute(CALL_KIND, confirmation.kind())
                .setAttribute(CONFIRMED_BY, confirmation.by())
                .setAttribute(STATUS, confirmation.result())
                .startSpan();
        confirmation.linqTraceId().ifPresent(id -> span.setAttribute(LINQ_TRACE_ID, id));
        failIf(FAILURES.contains(confirmation.result()), span, confirmation.result())
                .end(confirmation.decidedAt());
    }

    @Override
    public OpenSpan startOutcome(CommandLabels command, String topic, String status, Instant startedAt) {
        Span span = start(command, "create " + topic, SpanKind.PRODUCER, startedAt)
                .setAttribute(MESSAGING_SYSTEM, "kafka")
                .setAttribute(OPERATION_NAME, "create")
                .setAttribute(OPERATION_TYPE, "create")
                .setAttribute(DESTINATION, topic)
                .setAttribute(STATUS, status)
                .startSpan();
        return open(failIf(FAILURES.contains(status), span, status));
    }

    private SpanBuilder start(CommandLabels command, String name, SpanKind kind, Instant startedAt) {
        SpanBuilder span = tracer.spanBuilder(name)
                .setParent(
                        command.traceContext().map(OpenTelemetryTracer::parent).orElseGet(Context::root))
                .setSpanKind(kind)
                .setStartTimestamp(startedAt);
        command.commandId().ifPresent(value -> span.setAttribute(COMMAND_ID, mask.apply(value)));
        command.group().ifPresent(value -> span.setAttribute(GROUP, mask.apply(value)));
        command.batch().ifPresent(value -> span.setAttribute(BATCH, value));
        return span;
    }

    /** The context that it names; none if it is not valid. */
    private static Context parent(TraceContext context) {
        return W3C.extract(Context.root(), context.headers(), HEADERS);
    }

    private static Span failIf(boolean failed, Span span, String type) {
        return failed ? span.setAttribute(ERROR_TYPE, type).setStatus(StatusCode.ERROR) : span;
    }

    private static OpenSpan open(Span span) {
        return new OpenSpan() {
            @Override
            public Optional<TraceContext> context() {
                Map<String, String> headers = new HashMap<>();
                W3C.inject(Context.root().with(span), headers, Map::put);
                return Optional.ofNullable(headers.get(TraceContext.TRACEPARENT))
                        .map(parent -> TraceContext.of(parent, headers.getOrDefault(TraceContext.TRACESTATE, "")));
            }

            @Override
            public void end(Instant at) {
                span.end(at);
            }
        };
    }

    /** Without ids, so that it has few values: {@code /chats/{id}/messages}. */
    private static String template(String path) {
        String[] segments = path.split("/");
        // The first is empty; ids are every second of the others.
        for (int i = 2; i < segments.length; i += 2) {
            segments[i] = "{id}";
        }
        return String.join("/", segments);
    }

    private long serverPort() {
        if (linq.getPort() >= 0) {
            return linq.getPort();
        }
        return "http".equals(linq.getScheme()) ? 80 : 443;
    }

    @Override
    public void close() {
        sdk.getSdkTracerProvider().shutdown().join(MAX_FLUSH_SECONDS, TimeUnit.SECONDS);
    }
}
