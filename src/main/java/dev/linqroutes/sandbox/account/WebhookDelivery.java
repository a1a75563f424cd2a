package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The delivery of one event to one subscription.
 *
 * @param eventId the same for every subscription that gets the event
 * @param body the exact text that is signed and sent
 * @param attempts that failed
 * @param due time of the next attempt; empty for at once
 * @param jitterSeed decides how far its waits are from the standard ones
 */
public record WebhookDelivery(
        String id,
        String subscriptionId,
        String eventId,
        String eventType,
        String body,
        int attempts,
        Optional<Instant> due,
        long jitterSeed) {

    public static WebhookDelivery to(
            SandboxSubscription subscription, String eventId, String eventType, String body, long jitterSeed) {
        return new WebhookDelivery(
                UUID.randomUUID().toString(),
                subscription.id(),
                eventId,
                eventType,
                body,
                0,
                Optional.empty(),
                jitterSeed);
    }

    public WebhookDelivery heldUntil(Instant time) {
        return waiting(attempts, Optional.of(time));
    }

    public WebhookDelivery waiting(int newAttempts, Optional<Instant> newDue) {
        return new WebhookDelivery(id, subscriptionId, eventId, eventType, body, newAttempts, newDue, jitterSeed);
    }

    /** Approximate bytes of memory. */
    long weight() {
        return 4 * Weights.OBJECT + Weights.of(body);
    }

    /** The body, parsed. */
    public JsonNode envelope() {
        try {
            return JsonTrees.read(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a webhook that the sandbox made is not JSON", e);
        }
    }

    /** The chat that it is about; empty for events of lines and of the account. */
    public Optional<String> chatId() {
        JsonNode data = envelope().path("data");
        Optional<String> created = eventType.equals("chat.created") ? JsonTrees.text(data, "id") : Optional.empty();
        return created.or(() -> JsonTrees.text(data, "chat_id")).or(() -> JsonTrees.text(data.path("chat"), "id"));
    }

    JsonNode json() {
        ObjectNode json = JsonTrees.object()
                .put("id", id)
                .put("subscription_id", subscriptionId)
                .put("event_id", eventId)
                .put("event_type", eventType)
                .put("body", body)
                .put("attempts", attempts)
                .put("jitter_seed", jitterSeed);
        due.ifPresent(time -> json.put("due", time.toString()));
        return json;
    }

    static WebhookDelivery read(JsonNode json) {
        return new WebhookDelivery(
                json.required("id").textValue(),
                json.required("subscription_id").textValue(),
                json.required("event_id").textValue(),
                json.required("event_type").textValue(),
                json.required("body").textValue(),
                json.required("attempts").intValue(),
                JsonTrees.text(json, "due").map(Instant::parse),
                json.path("jitter_seed").longValue());
    }
}
