package dev.linqroutes.testing;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request to Linq's API, and its answer.
 *
 * @param uri with or without a host
 * @param headers of the answer
 */
public record LinqExchange(
        String method, URI uri, String request, int status, Function<String, Optional<String>> headers, String answer) {
    private static final String BASE_PATH = "/api/partner/v3";

    /** Without the base path; empty for a path outside of Linq's API. */
    String path() {
        String path = uri.getRawPath();
        return path.startsWith(BASE_PATH + "/") ? path.substring(BASE_PATH.length()) : "";
    }

    boolean succeeded() {
        return status / 100 == 2;
    }

    @Override
    public String toString() {
        return method + " " + uri + " " + request + "\n-> " + status + " " + answer;
    }
}
