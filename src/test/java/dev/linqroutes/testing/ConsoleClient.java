package dev.linqroutes.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Calls the API of the console as a script would. */
public final class ConsoleClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI console;
    private final Map<String, String> headers = new TreeMap<>(Map.of("X-Linq-Console", "1"));

    public ConsoleClient(URI console) {
        this.console = console;
    }

    /** Sends this header with every request. */
    public ConsoleClient with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public ConsoleClient without(String header) {
        headers.remove(header);
        return this;
    }

    /** @param path below {@code api/} */
    public HttpResponse<String> send(String method, String path, BodyPublisher body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(console.resolve("api/" + path)).method(method, body);
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    public int status(String method, String path) throws Exception {
        return send(method, path, BodyPublishers.ofString(method.equals("GET") ? "" : "{}"))
                .statusCode();
    }

    public JsonNode get(String path) throws Exception {
        return read(send("GET", path, BodyPublishers.noBody()));
    }

    /** The error text of a request that must fail with this status. */
    public String refused(int status, String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(method, path, BodyPublishers.ofString(body));
        if (response.statusCode() != status) {
            throw new AssertionError(response.statusCode() + " instead of " + status + ": " + response.body());
        }
        return JSON.readTree(response.body()).path("error").asText();
    }

    public JsonNode post(String path, String body) throws Exception {
        return read(send("POST", path, BodyPublishers.ofString(body)));
    }

    /** Uploads a file as a sheet. */
    public JsonNode upload(String file, byte[] content) throws Exception {
        return read(send(
                "POST",
                "sheets?file=" + URLEncoder.encode(file, StandardCharsets.UTF_8),
                BodyPublishers.ofByteArray(content)));
    }

    public JsonNode upload(String file, String content) throws Exception {
        return upload(file, content.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode read(HttpResponse<String> response) throws Exception {
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }
}
