package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A webhook of the sandbox to one subscription; {@link #json()} is as {@code GET /sandbox/deliveries} returns it. */
public final class SeenDelivery extends SeenJson {
    SeenDelivery(JsonNode json) {
        super(json);
    }

    /** Such as {@code message.received}. */
    public String eventType() {
        return node().path("event_type").asText();
    }

    /** URL of the subscription. */
    public String target() {
        return node().path("target").asText();
    }

    /** {@code waiting}, {@code delivered}, {@code dropped} or {@code lost}. */
    public String state() {
        return node().path("state").asText();
    }

    /** Why it is not tried any more, or never was; empty while it waits, and when it was delivered. */
    public Optional<String> reason() {
        return Optional.ofNullable(node().path("reason").textValue());
    }

    /** JSON. */
    public String body() {
        return text(node().path("body"));
    }

    @Override
    public String toString() {
        return eventType() + " to " + target() + ": " + state()
                + reason().map(text -> " (" + text + ")").orElse("");
    }
}
