package dev.linqroutes.sandbox.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.account.SandboxSubscription.Routing;
import dev.linqroutes.sandbox.account.WebhookDelivery;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The headers by which a load balancer sends all webhooks of a chat to one instance (reference 0.9). What the token looks like is
 * undocumented; here it is the same for all webhooks of a chat. Events without a chat have none.
 */
final class RoutingHeaders {
    private RoutingHeaders() {}

    static Map<String, String> of(WebhookDelivery webhook, Routing routing) {
        return routing.keyHeader()
                .flatMap(key -> chatId(webhook).map(id -> Map.of(key, token(id), routing.idHeader(), id)))
                .orElse(Map.of());
    }

    private static Optional<String> chatId(WebhookDelivery webhook) {
        try {
            JsonNode data = JsonTrees.read(webhook.body()).path("data");
            Optional<String> created =
                    webhook.eventType().equals("chat.created") ? JsonTrees.text(data, "id") : Optional.empty();
            return created.or(() -> JsonTrees.text(data, "chat_id")).or(() -> JsonTrees.text(data.path("chat"), "id"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a webhook that the sandbox made is not JSON", e);
        }
    }

    private static String token(String chatId) {
        return UUID.nameUUIDFromBytes(("routing " + chatId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
