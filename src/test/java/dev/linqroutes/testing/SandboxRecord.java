package dev.linqroutes.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.linqroutes.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the sandbox's record of everything that it received. */
public final class SandboxRecord {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    private final Sandbox sandbox;

    private final String apiKey;

    public SandboxRecord(Sandbox sandbox) {
        this(sandbox, "sandbox-key");
    }

    public SandboxRecord(Sandbox sandbox, String apiKey) {
        this.sandbox = sandbox;
        this.apiKey = apiKey;
    }

    /** A group in the sandbox; a message is the values of its parts. */
    public record Group(String chatId, String name, List<String> messages) {}

    public List<Group> groups() throws IOException, InterruptedException {
        List<Group> groups = new ArrayList<>();
        for (JsonNode entry : record().get("chats")) {
            List<String> messages = new ArrayList<>();
            for (JsonNode message : entry.get("messages")) {
                messages.add(String.join("|", message.get("parts").findValuesAsText("value")));
            }
            groups.add(new Group(
                    entry.at("/chat/id").asText(),
                    entry.at("/chat/display_name").asText(),
                    messages));
        }
        return groups;
    }

    /** The line of each group. */
    public List<String> linesOfGroups() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (JsonNode entry : record().get("chats")) {
            for (JsonNode handle : entry.at("/chat/handles")) {
                if (handle.path("is_me").asBoolean()) {
                    lines.add(handle.path("handle").asText());
                }
            }
        }
        return lines;
    }

    /** As when Apple or a carrier flags the line, or no longer does. */
    public void flagLine(String line, boolean flagged) throws IOException, InterruptedException {
        send(page("/lines/" + line.substring(1))
                .method("PATCH", BodyPublishers.ofString("{\"flagged\": " + flagged + "}"))
                .build());
    }

    public int messages() throws IOException, InterruptedException {
        return groups().stream().mapToInt(group -> group.messages().size()).sum();
    }

    /** The complete record. */
    public JsonNode record() throws IOException, InterruptedException {
        return send(page("/record").build());
    }

    /** How many of the newest requests have a path with this end. */
    public long countRequests(String pathEnd) throws IOException, InterruptedException {
        return send(page("/requests?limit=1000").build()).get("requests").findValuesAsText("path").stream()
                .filter(path -> path.endsWith(pathEnd))
                .count();
    }

    /** The configured faults and their counts. */
    public JsonNode faults() throws IOException, InterruptedException {
        return send(page("/faults").build());
    }

    /** Replaces the configured faults. */
    public void setFaults(String faults) throws IOException, InterruptedException {
        JsonNode set = send(page("/faults").PUT(BodyPublishers.ofString(faults)).build());
        if (!set.has("struck")) {
            throw new AssertionError("the sandbox refuses these faults: " + set);
        }
    }

    private HttpRequest.Builder page(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sandbox.port() + "/sandbox" + path));
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    /** Fails unless the newest requests, and what was answered to them without a fault, are as Linq's API is described. */
    public void assertConforms() throws IOException, InterruptedException {
        for (JsonNode logged : send(page("/requests?limit=1000").build()).get("requests")) {
            List<String> problems = isWhole(logged) ? LinqContract.load().check(exchange(logged)) : List.of();
            if (!problems.isEmpty()) {
                throw new AssertionError(logged + "\n" + String.join("\n", problems));
            }
        }
    }

    /** Whether there was an answer of Linq's, and the log has all of it; it hides secrets of subscriptions. */
    private static boolean isWhole(JsonNode logged) {
        return logged.get("fault").isNull()
                && logged.get("status").isInt()
                && !logged.get("body").isTextual()
                && !logged.get("answer").isTextual()
                && !logged.get("answer").has("signing_secret");
    }

    private static LinqExchange exchange(JsonNode logged) {
        String query = logged.get("query").asText();
        String uri = logged.get("path").asText() + (query.isEmpty() ? "" : "?" + query);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        logged.get("answer_headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return new LinqExchange(
                logged.get("method").asText(),
                URI.create(uri),
                text(logged.get("body")),
                logged.get("status").intValue(),
                name -> Optional.ofNullable(headers.get(name)),
                text(logged.get("answer")));
    }

    private static String text(JsonNode body) {
        return body.isNull() ? "" : body.toString();
    }

    /** Subscribes to all events and returns the signing secret. */
    public String subscribe(int webhookPort) throws IOException, InterruptedException {
        ArrayNode events = JSON.createArrayNode();
        for (JsonNode type : api("GET", "/webhook-events", "").get("events")) {
            // Events of the account are not subscribed to unless asked for; that of this subscription would come first.
            if (!type.asText().startsWith("webhook_subscription.")) {
                events.add(type);
            }
        }
        String body = JSON.createObjectNode()
                .put("target_url", "http://127.0.0.1:" + webhookPort + "/webhooks/linq?version=2026-02-03")
                .set("subscribed_events", events)
                .toString();
        return api("POST", "/webhook-subscriptions", body).get("signing_secret").asText();
    }

    /** Without one, none can be shared. */
    public void createContactCard(String line) throws IOException, InterruptedException {
        api("POST", "/contact_card", "{\"phone_number\": \"" + line + "\", \"first_name\": \"Acme\"}");
    }

    /** A request to Linq's API. */
    public JsonNode api(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.apiUrl() + path))
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return send(request);
    }
}
