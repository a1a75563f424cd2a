package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/**
 * A message in a chat of the account.
 *
 * @param json as Linq's API returns it when it is read, with its {@code idempotency_key}
 */
public record SeenMessage(JsonNode json) {
    public String id() {
        return json.path("id").asText();
    }

    public String chatId() {
        return json.path("chat_id").asText();
    }

    /** Handle of the line or the person that wrote it. */
    public String from() {
        return json.path("from").asText();
    }

    /** The values of its parts, one a line; empty for a poll, media and the like. */
    public String text() {
        return json.path("parts")
                .valueStream()
                .filter(part -> part.has("value"))
                .map(part -> part.path("value").asText())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return from() + ": " + (text().isEmpty() ? json.path("parts") : text());
    }
}
