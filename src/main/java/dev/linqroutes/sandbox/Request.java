package dev.linqroutes.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One call of the API, as an endpoint sees it.
 *
 * @param at when it came in
 */
record Request(RoutingContext context, String traceId, Instant at) {

    /** @throws Refusal 400/1003 when the body is not one JSON object */
    Fields body() {
        Buffer body = context.body().buffer();
        if (body == null) {
            throw Refusal.shape("The body must be a JSON object");
        }
        try {
            return Fields.of(Json.read(body.getBytes()), "");
        } catch (IOException e) {
            throw Refusal.shape("The body is not valid JSON");
        }
    }

    /** @throws Refusal 400/1005 when the id in the path is malformed */
    String id() {
        String id = context.pathParam("id");
        Ids.require(id, "id");
        return id.toLowerCase(Locale.ROOT);
    }

    Optional<String> query(String name) {
        return context.queryParam(name).stream().findFirst();
    }
}
