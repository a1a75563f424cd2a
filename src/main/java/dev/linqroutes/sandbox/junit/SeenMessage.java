package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/** A message in a chat of the account; {@link #json()} is as Linq's API returns it when it is read, with its {@code idempotency_key}. */
public final class SeenMessage extends SeenJson {
    SeenMessage(JsonNode json) {
        super(json);
    }

    public String id() {
        return node().path("id").asText();
    }

    public String chatId() {
        return node().path("chat_id").asText();
    }

    /** Handle of the line or the person that wrote it. */
    public String from() {
        return node().path("from").asText();
    }

    /** The values of its parts, one a line; empty for a poll, media and the like. */
    public String text() {
        return node().path("parts")
                .valueStream()
                .filter(part -> part.has("value"))
                .map(part -> part.path("value").asText())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return from() + ": " + (text().isEmpty() ? node().path("parts") : text());
    }
}
