package dev.linqroutes.sandbox.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A request, as passed to an endpoint. */
public final class ApiRequest {
    /** More than a request has by mistake. */
    private static final int MAX_UNKNOWN_FIELDS = 50;

    private final RoutingContext context;
    private final String traceId;
    private final Instant at;
    private Optional<JsonFields> body = Optional.empty();

    /** @param at when the endpoint is called, by the time of the account */
    public ApiRequest(RoutingContext context, String traceId, Instant at) {
        this.context = context;
        this.traceId = traceId;
        this.at = at;
    }

    public RoutingContext context() {
        return context;
    }

    public String traceId() {
        return traceId;
    }

    public Instant at() {
        return at;
    }

    public boolean hasBody() {
        Buffer sent = context.body().buffer();
        return sent != null && sent.length() > 0;
    }

    /** @throws ApiError 400/1003 when the body is not one JSON object */
    public JsonFields body() {
        if (body.isEmpty()) {
            body = Optional.of(parse(context.body().buffer()));
        }
        return body.get();
    }

    private static JsonFields parse(Buffer body) {
        if (body == null) {
            throw ApiError.malformed("The body must be a JSON object");
        }
        try {
            return JsonFields.of(JsonTrees.readShallow(body.getBytes()), "");
        } catch (IOException e) {
            throw ApiError.malformed("The body is not valid JSON, or it is nested too deep");
        }
    }

    /**
     * Paths of the fields of the body that the endpoint did not read; all of them if it reads no body. Ask after the endpoint.
     */
    public List<String> unknownFields() {
        List<String> paths = new ArrayList<>(0);
        if (hasBody()) {
            try {
                body().addUnknown(paths, MAX_UNKNOWN_FIELDS);
            } catch (ApiError e) {
                // What is not an object has no fields.
                return List.of();
            }
        }
        return paths;
    }

    /** Of a message or a poll that it sends (reference 1.3). */
    public Optional<String> idempotencyKey() {
        return body.flatMap(fields -> JsonTrees.field(fields.node(), "message")
                        .or(() -> JsonTrees.field(fields.node(), "poll"))
                        .flatMap(sent -> JsonTrees.text(sent, "idempotency_key")))
                .or(() -> Optional.ofNullable(context.request().getHeader("Idempotency-Key")));
    }

    /** @throws ApiError 400/1005 when the id in the path is malformed */
    public String id() {
        return id("id");
    }

    /** @throws ApiError 400/1005 when this id in the path is malformed */
    public String id(String name) {
        String id = context.pathParam(name);
        UuidCheck.require(id, name);
        return id.toLowerCase(Locale.ROOT);
    }

    public Optional<String> query(String name) {
        return context.queryParam(name).stream().findFirst();
    }
}
