package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A chat of the account; {@link #json()} has {@code chat} as Linq's API returns it, {@code name}, {@code messages} and {@code actions}. */
public final class SeenChat extends SeenJson {
    SeenChat(JsonNode json) {
        super(json);
    }

    public String id() {
        return node().at("/chat/id").asText();
    }

    /** The name that somebody gave it. */
    public Optional<String> name() {
        return Optional.ofNullable(node().path("name").textValue());
    }

    /** Not a direct chat: that has one person besides the line, and stays one. */
    public boolean isGroup() {
        return node().at("/chat/is_group").booleanValue();
    }

    /** Handles of the people that are in it now, without the line. */
    public List<String> people() {
        return node().at("/chat/handles")
                .valueStream()
                .filter(member -> !member.path("is_me").booleanValue())
                .filter(member -> member.path("status").asText().equals("active"))
                .map(member -> member.path("handle").asText())
                .toList();
    }

    /** The newest 200 messages, oldest first. */
    public List<SeenMessage> messages() {
        return node().path("messages").valueStream().map(SeenMessage::new).toList();
    }

    @Override
    public String toString() {
        String head = (isGroup() ? "group " : "direct chat ") + id()
                + name().map(name -> " \"" + name + "\"").orElse("") + " of " + String.join(", ", people());
        return messages().stream()
                .map(message -> "\n    " + message)
                .collect(Collectors.joining("", head, messages().isEmpty() ? " without messages" : ""));
    }
}
