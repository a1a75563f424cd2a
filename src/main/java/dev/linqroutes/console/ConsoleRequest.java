package dev.linqroutes.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A request to the API, with the values that it must or may have. */
final class ConsoleRequest {
    private final RoutingContext context;
    private final Viewer viewer;
    private JsonNode body;

    ConsoleRequest(RoutingContext context, Viewer viewer) {
        this.context = context;
        this.viewer = viewer;
    }

    String user() {
        return viewer.name();
    }

    String path(String name) {
        return context.pathParam(name);
    }

    Optional<String> query(String name) {
        return context.queryParam(name).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** A number from the query. */
    long number(String name, long missing, long max) {
        return query(name)
                .map(value -> {
                    try {
                        return Math.max(0, Math.min(max, Long.parseLong(value)));
                    } catch (NumberFormatException e) {
                        throw ConsoleError.invalid(name + " must be a whole number, is \"" + value + "\"");
                    }
                })
                .orElse(missing);
    }

    /** The JSON object in the body; an empty one if there is no body. */
    JsonNode body() {
        if (body == null) {
            body = readBody();
        }
        return body;
    }

    private JsonNode readBody() {
        Buffer bytes = context.body().buffer();
        if (bytes == null || bytes.length() == 0) {
            return ConsoleHttp.JSON.createObjectNode();
        }
        try {
            JsonNode read = ConsoleHttp.JSON.readTree(bytes.getBytes());
            if (read != null && read.isObject()) {
                return read;
            }
            throw ConsoleError.invalid("the body must be a JSON object");
        } catch (JsonProcessingException e) {
            throw ConsoleError.invalid("the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why somebody does something. */
    String requireReason() {
        String reason = body().path("reason").asText().strip();
        if (reason.isEmpty()) {
            throw ConsoleError.invalid("reason must say why; it is kept in the list of actions");
        }
        return reason;
    }

    /** The version of a sheet that the page has shown. */
    int version() {
        JsonNode version = body().path("version");
        if (!version.isInt()) {
            throw ConsoleError.invalid("version must be the number of the version that the change is based on");
        }
        return version.intValue();
    }

    RoutingContext context() {
        return context;
    }
}
