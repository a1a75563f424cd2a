package dev.linqroutes.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls the sandbox over HTTP, like any client of Linq. */
final class SandboxClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String apiUrl;
    private final String apiKey;

    SandboxClient(String apiUrl, String apiKey) {
        this.apiUrl = apiUrl;
        this.apiKey = apiKey;
    }

    JsonNode read(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    /** Sets up the contact card of a line, without which none can be shared, unless an earlier demo has. */
    void ensureContactCard(String line) throws IOException, InterruptedException {
        if (read("/contact_card").path("contact_cards").isEmpty()) {
            String card = JSON.createObjectNode()
                    .put("phone_number", line)
                    .put("first_name", "Acme")
                    .toString();
            send(request("/contact_card")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(card)));
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(apiUrl + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + apiKey);
    }

    private JsonNode send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(request.method() + " " + request.uri().getPath() + ": HTTP " + response.statusCode()
                    + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** All messages of a chat, oldest first. */
    List<JsonNode> readMessages(String chatId) throws IOException, InterruptedException {
        List<JsonNode> messages = new ArrayList<>();
        String page = "/chats/" + chatId + "/messages?limit=100";
        String cursor = "";
        do {
            JsonNode response = read(page + cursor);
            response.get("messages").forEach(messages::add);
            cursor = response.path("next_cursor").asText("");
            cursor = cursor.isEmpty() || cursor.equals("null") ? "" : "&cursor=" + cursor;
        } while (!cursor.isEmpty());
        return messages;
    }
}
