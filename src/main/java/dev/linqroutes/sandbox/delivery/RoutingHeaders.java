package dev.linqroutes.sandbox.delivery;

import dev.linqroutes.sandbox.account.SandboxSubscription.Routing;
import dev.linqroutes.sandbox.account.WebhookDelivery;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * The headers by which a load balancer sends all webhooks of a chat to one instance (reference 0.9). What the token looks like is
 * undocumented; here it is the same for all webhooks of a chat. Events without a chat have none.
 */
final class RoutingHeaders {
    private RoutingHeaders() {}

    static Map<String, String> of(WebhookDelivery webhook, Routing routing) {
        return routing.keyHeader()
                .flatMap(key -> webhook.chatId().map(id -> Map.of(key, token(id), routing.idHeader(), id)))
                .orElse(Map.of());
    }

    private static String token(String chatId) {
        return UUID.nameUUIDFromBytes(("routing " + chatId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
