package dev.linqroutes.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the sandbox holds: its own word on what was done. */
final class ChatsHeld {
    /** A voice memo in the list of a chat's messages; behind it stands the command's id. */
    static final String MEMO = "voice memo ";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    ChatsHeld(Sandbox sandbox) {
        this.base = "http://127.0.0.1:" + sandbox.port() + "/sandbox";
    }

    /** A chat, its messages and actions in order, the people in it now. */
    record Held(String name, List<String> messages, Set<String> members, boolean left, List<String> actions) {}

    Map<String, Held> byChatId() throws IOException, InterruptedException {
        Map<String, Held> chats = new HashMap<>();
        for (JsonNode entry : get("/record").get("chats")) {
            chats.put(entry.at("/chat/id").asText(), held(entry));
        }
        return chats;
    }

    private static Held held(JsonNode entry) {
        List<String> messages = new ArrayList<>();
        entry.get("messages").forEach(message -> messages.add(message(message.at("/parts/0"))));
        Set<String> members = new TreeSet<>();
        boolean left = false;
        for (JsonNode handle : entry.at("/chat/handles")) {
            boolean active = handle.path("status").asText().equals("active");
            if (handle.path("is_me").asBoolean()) {
                left = !active;
            } else if (active) {
                members.add(handle.path("handle").asText());
            }
        }
        return new Held(
                entry.at("/chat/display_name").asText(),
                messages,
                members,
                left,
                entry.get("actions").findValuesAsText("kind"));
    }

    private static String message(JsonNode part) {
        return switch (part.path("type").asText()) {
            case "voice_memo" -> MEMO + part.path("url").asText().replaceAll(".*/|\\.m4a$", "");
            case "poll" -> part.at("/options/0/text").asText();
            default -> part.path("value").asText();
        };
    }

    JsonNode faults() throws IOException, InterruptedException {
        return get("/faults");
    }

    void setFaults(String faults) throws IOException, InterruptedException {
        http.send(
                HttpRequest.newBuilder(URI.create(base + "/faults"))
                        .POST(BodyPublishers.ofString(faults))
                        .build(),
                BodyHandlers.discarding());
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }
}
