package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;

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

    /** JSON. */
    public String body() {
        return text(node().path("body"));
    }

    @Override
    public String toString() {
        return eventType() + " to " + target() + ": " + state();
    }
}
