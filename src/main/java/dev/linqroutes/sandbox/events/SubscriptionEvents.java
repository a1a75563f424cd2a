package dev.linqroutes.sandbox.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.SandboxSubscription;
import dev.linqroutes.sandbox.account.SandboxSubscription.Routing;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.Optional;

/**
 * Says what happened to webhook subscriptions, as events of the account (reference 0.5). Call it after the change was committed. A
 * subscription to these events also hears of itself.
 */
public final class SubscriptionEvents {
    private static final String SUBSCRIPTION = "webhook_subscription";

    private final AccountChangeEvents account;

    public SubscriptionEvents(AccountChangeEvents account) {
        this.account = account;
    }

    public void created(SandboxSubscription subscription, ApiRequest request) {
        ObjectNode data = about(subscription);
        ((ObjectNode) data.get(SUBSCRIPTION)).set("events", JsonTrees.texts(subscription.events()));
        account.publish("webhook_subscription.created", "Webhook subscription created", data, request);
    }

    public void deleted(SandboxSubscription subscription, ApiRequest request) {
        account.publish("webhook_subscription.deleted", "Webhook subscription deleted", about(subscription), request);
    }

    /** One event for each aspect that changed. The values of the routing headers' change are undocumented. */
    public void updated(SandboxSubscription before, SandboxSubscription after, ApiRequest request) {
        if (!before.targetUrl().equals(after.targetUrl())) {
            JsonNode urls = AccountChangeEvents.change(text(before.publicUrl()), text(after.publicUrl()));
            publishChange("target_url_changed", "URL changed", after, urls, request);
        }
        if (!before.events().equals(after.events())) {
            JsonNode lists =
                    AccountChangeEvents.change(JsonTrees.texts(before.events()), JsonTrees.texts(after.events()));
            publishChange("events.updated", "events updated", after, lists, request);
        }
        if (!before.lines().equals(after.lines())) {
            JsonNode lists = AccountChangeEvents.change(linesOrNull(before.lines()), linesOrNull(after.lines()));
            publishChange("phone_numbers.updated", "phone numbers updated", after, lists, request);
        }
        JsonNode headers = AccountChangeEvents.change(headersOrNull(before.routing()), headersOrNull(after.routing()));
        if (!headers.get("from").equals(headers.get("to"))) {
            boolean set = after.routing().keyHeader().isPresent();
            publishChange(
                    set ? "routing_headers_set" : "routing_headers_cleared",
                    set ? "routing headers set" : "routing headers cleared",
                    after,
                    headers,
                    request);
        }
        if (before.isActive() != after.isActive()) {
            String what = after.isActive() ? "enabled" : "disabled";
            account.publish("webhook_subscription." + what, "Webhook subscription " + what, about(after), request);
        }
    }

    private void publishChange(
            String what, String summary, SandboxSubscription subscription, JsonNode change, ApiRequest request) {
        ObjectNode data = about(subscription);
        data.set("change", change);
        account.publish("webhook_subscription." + what, "Webhook subscription " + summary, data, request);
    }

    private static ObjectNode about(SandboxSubscription subscription) {
        ObjectNode data = JsonTrees.object();
        data.putObject(SUBSCRIPTION).put("id", subscription.id()).put("target_url", subscription.publicUrl());
        return data;
    }

    private static JsonNode linesOrNull(List<String> lines) {
        return JsonTrees.orNull(
                Optional.of(lines).filter(list -> !list.isEmpty()).map(JsonTrees::texts));
    }

    private static JsonNode headersOrNull(Routing routing) {
        return JsonTrees.orNull(routing.keyHeader().map(key -> JsonTrees.object()
                .put("routing_key_header", key)
                .put("routing_id_header", routing.idHeader())));
    }

    private static JsonNode text(String text) {
        return JsonTrees.textOrNull(Optional.of(text));
    }
}
