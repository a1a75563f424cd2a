package dev.linqroutes.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.UUID;

/**
 * The delivery of one event to one subscription.
 *
 * @param eventId the same for every subscription that gets the event
 * @param body the exact text that is signed and sent
 */
public record WebhookDelivery(String id, String subscriptionId, String eventId, String eventType, String body) {

    public static WebhookDelivery to(SandboxSubscription subscription, String eventId, String eventType, String body) {
        return new WebhookDelivery(UUID.randomUUID().toString(), subscription.id(), eventId, eventType, body);
    }

    JsonNode json() {
        return JsonTrees.object()
                .put("id", id)
                .put("subscription_id", subscriptionId)
                .put("event_id", eventId)
                .put("event_type", eventType)
                .put("body", body);
    }

    static WebhookDelivery read(JsonNode json) {
        return new WebhookDelivery(
                json.required("id").textValue(),
                json.required("subscription_id").textValue(),
                json.required("event_id").textValue(),
                json.required("event_type").textValue(),
                json.required("body").textValue());
    }
}
