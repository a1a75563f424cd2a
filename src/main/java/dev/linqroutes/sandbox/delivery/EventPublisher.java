package dev.linqroutes.sandbox.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.SandboxSubscription;
import dev.linqroutes.sandbox.account.WebhookDelivery;
import dev.linqroutes.sandbox.account.WebhookVersion;
import dev.linqroutes.sandbox.events.Event;
import dev.linqroutes.sandbox.faults.Fault;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.http.TraceIds;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Makes an event a webhook of all subscriptions that want it (reference 4). */
public final class EventPublisher implements Consumer<Event> {
    private final Account account;
    private final WebhookDispatcher deliveries;

    public EventPublisher(Account account, WebhookDispatcher deliveries) {
        this.account = account;
        this.deliveries = deliveries;
    }

    @Override
    public void accept(Event event) {
        List<SandboxSubscription> wanting = account.subscriptions().values().stream()
                .filter(subscription -> subscription.wants(event.type(), event.line()))
                .filter(subscription -> event.versions().contains(subscription.version()))
                .toList();
        if (wanting.isEmpty()) {
            return;
        }
        // The same for all subscriptions (reference 0.5).
        String eventId = UUID.randomUUID().toString();
        // Every event has a trace id, but not always that of a request (reference 1.2 and 4.1).
        String traceId = event.traceId().orElseGet(TraceIds::newId);
        Map<WebhookVersion, String> bodies = new EnumMap<>(WebhookVersion.class);
        for (SandboxSubscription subscription : wanting) {
            Optional<Fault> fault = deliveries.faults().strike(subscription, event);
            WebhookVersion wanted = fault.equals(Optional.of(Fault.WEBHOOK_OLD_VERSION))
                    ? WebhookVersion.BEFORE_2026
                    : subscription.version();
            String body = bodies.computeIfAbsent(wanted, version -> body(event, version, eventId, traceId));
            WebhookDelivery webhook = WebhookDelivery.to(
                    subscription,
                    eventId,
                    event.type(),
                    body,
                    deliveries.faults().newJitterSeed());
            deliveries.faults().send(webhook, fault);
        }
    }

    private String body(Event event, WebhookVersion version, String eventId, String traceId) {
        ObjectNode envelope = JsonTrees.object()
                .put("api_version", "v3")
                .put("webhook_version", version.text())
                .put("event_type", event.type())
                .put("event_id", eventId)
                .put("created_at", event.at().toString())
                .put("trace_id", traceId)
                .put("partner_id", account.id());
        envelope.set("data", event.data().apply(version));
        return new String(JsonTrees.bytes(envelope), StandardCharsets.UTF_8);
    }
}
