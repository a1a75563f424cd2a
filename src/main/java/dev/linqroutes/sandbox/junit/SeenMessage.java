package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Optional;
import java.util.OptionalInt;
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

    /** {@code pending}, {@code sent}, {@code delivered}, {@code read}, {@code received} or {@code failed}. */
    public String deliveryStatus() {
        return node().path("delivery_status").asText();
    }

    /** Code of a message that failed, as in {@code message.failed}. */
    public OptionalInt failureCode() {
        return node().path("failure_code").isInt()
                ? OptionalInt.of(node().path("failure_code").intValue())
                : OptionalInt.empty();
    }

    public Optional<SeenPoll> poll() {
        return JsonTrees.field(node(), "poll").map(SeenPoll::new);
    }

    /** The values of its parts, one a line; a poll with its options and how many vote for each; empty for media and the like. */
    public String text() {
        return poll().map(SeenPoll::toString).orElseGet(this::values);
    }

    private String values() {
        return node().path("parts")
                .valueStream()
                .filter(part -> part.has("value"))
                .map(part -> part.path("value").asText())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        String failure =
                failureCode().isPresent() ? " (failed with " + failureCode().getAsInt() + ")" : "";
        return from() + ": " + (text().isEmpty() ? node().path("parts") : text()) + failure;
    }
}
