package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls Linq's API, as the programs do whose tests use the sandbox. */
final class ProgramUnderTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private ProgramUnderTest() {}

    static JsonNode call(LinqSandbox sandbox, String method, String path, JsonNode body) {
        return callUrl(sandbox.baseUrl() + path, sandbox.apiKey(), method, body.toString());
    }

    static JsonNode callUrl(String url, String key, String method, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + key)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return JsonTrees.read(HTTP.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
