package dev.linqroutes.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.SandboxRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the sandbox holds: its own word on what was done. */
final class SandboxChats {
    /** A voice memo in the list of a chat's messages; behind it stands the command's id. */
    static final String MEMO = "voice memo ";

    private SandboxChats() {}

    /**
     * A chat, its messages and actions in order, the people in it now.
     *
     * @param messages without those that failed
     * @param failed messages that Linq accepted and could not send
     * @param polls the options of each poll, by its first one
     */
    record Held(
            String line,
            String name,
            List<String> messages,
            List<String> failed,
            Map<String, List<String>> polls,
            Set<String> members,
            boolean left,
            List<String> actions) {}

    static Map<String, Held> byChatId(SandboxRecord linq) throws IOException, InterruptedException {
        Map<String, Held> chats = new HashMap<>();
        for (JsonNode entry : linq.record().get("chats")) {
            chats.put(entry.at("/chat/id").asText(), held(entry));
        }
        return chats;
    }

    /** The attachments that were sent, by the name of their file. */
    static Map<String, Set<String>> attachments(SandboxRecord linq) throws IOException, InterruptedException {
        Map<String, Set<String>> attachments = new TreeMap<>();
        for (JsonNode chat : linq.record().get("chats")) {
            for (JsonNode part : chat.get("messages").findParents("filename")) {
                String name = part.path("filename").asText();
                if (name.endsWith(".pdf")) {
                    attachments
                            .computeIfAbsent(name, file -> new HashSet<>())
                            .add(part.path("id").asText());
                }
            }
        }
        return attachments;
    }

    private static Held held(JsonNode entry) {
        List<String> messages = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        Map<String, List<String>> polls = new HashMap<>();
        for (JsonNode message : entry.get("messages")) {
            (message.has("failure_code") ? failed : messages).add(message(message));
            if (message.hasNonNull("poll")) {
                polls.put(message(message), message.at("/poll/options").findValuesAsText("text"));
            }
        }
        Set<String> members = new TreeSet<>();
        String line = "";
        boolean left = false;
        for (JsonNode handle : entry.at("/chat/handles")) {
            boolean active = handle.path("status").asText().equals("active");
            if (handle.path("is_me").asBoolean()) {
                line = handle.path("handle").asText();
                left = !active;
            } else if (active) {
                members.add(handle.path("handle").asText());
            }
        }
        return new Held(
                line,
                entry.at("/chat/display_name").asText(),
                messages,
                failed,
                polls,
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
