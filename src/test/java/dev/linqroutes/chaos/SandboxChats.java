package dev.linqroutes.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.SandboxRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the sandbox holds: its own word on what was done. */
final class SandboxChats {
    /** A voice memo in the list of a chat's messages; behind it stands the command's id. */
    static final String MEMO = "voice memo ";

    private SandboxChats() {}

    /** A chat, its messages and actions in order, the people in it now. */
    record Held(String name, List<String> messages, Set<String> members, boolean left, List<String> actions) {}

    static Map<String, Held> byChatId(SandboxRecord linq) throws IOException, InterruptedException {
        Map<String, Held> chats = new HashMap<>();
        for (JsonNode entry : linq.record().get("chats")) {
            chats.put(entry.at("/chat/id").asText(), held(entry));
        }
        return chats;
    }

    private static Held held(JsonNode entry) {
        List<String> messages = new ArrayList<>();
        entry.get("messages").forEach(message -> messages.add(message(message)));
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

    private static String message(JsonNode message) {
        if (message.hasNonNull("poll")) {
            return message.at("/poll/options/0/text").asText();
        }
        JsonNode part = message.at("/parts/0");
        return part.path("type").asText().equals("media")
                ? MEMO + part.path("url").asText().replaceAll(".*/|\\.m4a$", "")
                : part.path("value").asText();
    }
}
