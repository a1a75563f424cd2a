package dev.linqroutes.sandbox.junit;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A webhook of the sandbox to one subscription.
 *
 * @param json as {@code GET /sandbox/deliveries} returns it
 */
public record SeenDelivery(JsonNode json) {
    /** Such as {@code message.received}. */
    public String eventType() {
        return json.path("event_type").asText();
    }

    /** URL of the subscription. */
    public String target() {
        return json.path("target").asText();
    }

    /** {@code waiting}, {@code delivered}, {@code dropped} or {@code lost}. */
    public String state() {
        return json.path("state").asText();
    }

    public JsonNode body() {
        return json.path("body");
    }

    @Override
    public String toString() {
        return eventType() + " to " + target() + ": " + state();
    }
}
