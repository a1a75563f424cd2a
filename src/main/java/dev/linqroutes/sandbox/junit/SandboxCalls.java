package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Calls of a sandbox with the key of an account.
 *
 * @param root URL of the sandbox, without a trailing slash
 */
record SandboxCalls(URI root, String apiKey) {
    /** Marks the calls of the test itself. */
    static final String USER_AGENT = "linq-routes-test";

    private static final int PAGE = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** @param url of the sandbox, with or without the path of the API */
    static SandboxCalls of(String url, String apiKey) {
        String root = url.replaceFirst("/+$", "").replaceFirst(SandboxOptions.BASE_PATH + "$", "");
        return new SandboxCalls(URI.create(root), apiKey);
    }

    String apiUrl() {
        return root + SandboxOptions.BASE_PATH;
    }

    SandboxCalls with(String otherKey) {
        return new SandboxCalls(root, otherKey);
    }

    /**
     * An endpoint of Linq's API.
     *
     * @param what is done, for the failure
     */
    JsonNode api(String what, String method, String path, JsonNode body) {
        return call(what, method, SandboxOptions.BASE_PATH + path, body);
    }

    /** An endpoint of the sandbox itself. */
    JsonNode sandbox(String method, String path, JsonNode body) {
        return sandbox(method + " " + path + " " + body, method, path, body);
    }

    /** @param what is done, for the failure */
    JsonNode sandbox(String what, String method, String path, JsonNode body) {
        return call(what, method, "/sandbox" + path, body);
    }

    JsonNode show(String path) {
        return sandbox("GET", path, JsonTrees.object());
    }

    /** Not every exception of the client has a message. */
    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** The entries of a log after this number, oldest first. */
    Stream<JsonNode> all(String log, long after) {
        List<JsonNode> entries = new ArrayList<>();
        long last = after;
        JsonNode page;
        do {
            page = show("/" + log + "?limit=" + PAGE + "&after=" + last);
            page.path(log).forEach(entries::add);
            last = page.path("last_seq").asLong();
        } while (page.path(log).size() == PAGE);
        return entries.stream();
    }

    /** Number of the newest entry of a log. */
    long last(String log) {
        return show("/" + log + "?limit=1").path("last_seq").asLong();
    }

    private JsonNode call(String what, String method, String path, JsonNode body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json")
                .header("User-Agent", USER_AGENT)
                .method(
                        method,
                        method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            JsonNode answer = response.body().isEmpty() ? JsonTrees.object() : JsonTrees.read(response.body());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException("the sandbox refuses " + what + ": "
                        + response.statusCode() + " " + answer.at("/error/code").asText() + " "
                        + answer.at("/error/message").asText());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("no answer of a sandbox at " + root + ": " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
