package dev.linqroutes.linq;

import java.nio.charset.StandardCharsets;

/**
 * An HTTP request to Linq, as the route {@code linq-api} sends it.
 *
 * @param path below the API's base URL
 * @param json the body; empty for none
 */
public record LinqRequest(String method, String path, String json) {
    static LinqRequest get(String path) {
        return new LinqRequest("GET", path, "");
    }

    public boolean hasBody() {
        return !json.isEmpty();
    }

    /** The body in UTF-8; null for none, as Camel expects it. */
    public byte[] body() {
        return hasBody() ? json.getBytes(StandardCharsets.UTF_8) : null;
    }
}
