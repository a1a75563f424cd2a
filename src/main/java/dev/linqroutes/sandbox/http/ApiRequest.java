package dev.linqroutes.sandbox.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A request, as passed to an endpoint.
 *
 * @param at time of arrival
 */
public record ApiRequest(RoutingContext context, String traceId, Instant at) {

    /** @throws ApiError 400/1003 when the body is not one JSON object */
    public JsonFields body() {
        Buffer body = context.body().buffer();
        if (body == null) {
            throw ApiError.malformed("The body must be a JSON object");
        }
        try {
            return JsonFields.of(JsonTrees.read(body.getBytes()), "");
        } catch (IOException e) {
            throw ApiError.malformed("The body is not valid JSON");
        }
    }

    /** @throws ApiError 400/1005 when the id in the path is malformed */
    public String id() {
        String id = context.pathParam("id");
        UuidCheck.require(id, "id");
        return id.toLowerCase(Locale.ROOT);
    }

    public Optional<String> query(String name) {
        return context.queryParam(name).stream().findFirst();
    }
}
