package example;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The program under test: opens a group for a crew. */
final class Crews {
    private static final Pattern ID = Pattern.compile("\"chat\":\\{\"id\":\"([^\"]+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String baseUrl;
    private final String apiKey;
    private final String line;

    Crews(String baseUrl, String apiKey, String line) {
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
        this.line = line;
    }

    void open(String name, String... people) throws Exception {
        String to = List.of(people).stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(","));
        String chat = call(
                "POST",
                "/chats",
                """
                {"from": "%s", "to": [%s], "message": {"parts": [{"type": "text", "value": "Welcome!"}]}}"""
                        .formatted(line, to));
        Matcher id = ID.matcher(chat);
        if (id.find()) {
            call("PUT", "/chats/" + id.group(1), "{\"display_name\": \"" + name + "\"}");
        }
    }

    private String call(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        return response.body();
    }
}
