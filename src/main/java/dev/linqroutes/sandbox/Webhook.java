package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/**
 * One event on its way to one subscription.
 *
 * @param eventId the same for every subscription that gets the event
 * @param body the exact text that is signed and sent
 */
record Webhook(String id, String subscriptionId, String eventId, String eventType, String body) {

    static Webhook to(Subscription subscription, String eventId, String eventType, String body) {
        return new Webhook(UUID.randomUUID().toString(), subscription.id(), eventId, eventType, body);
    }

    JsonNode json() {
        return Json.object()
                .put("id", id)
                .put("subscription_id", subscriptionId)
                .put("event_id", eventId)
                .put("event_type", eventType)
                .put("body", body);
    }

    static Webhook read(JsonNode json) {
        return new Webhook(
                json.required("id").textValue(),
                json.required("subscription_id").textValue(),
                json.required("event_id").textValue(),
                json.required("event_type").textValue(),
                json.required("body").textValue());
    }
}
