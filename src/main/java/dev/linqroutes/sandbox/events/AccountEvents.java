package dev.linqroutes.sandbox.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.Line.ContactCard;
import dev.linqroutes.sandbox.account.SandboxSubscription;
import dev.linqroutes.sandbox.account.SandboxSubscription.Routing;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Says what changed about the account itself, as events of one shape (reference 0.5). Call it after the change was committed. A
 * subscription to these events also hears of itself.
 */
public final class AccountEvents {
    private static final String SUBSCRIPTION = "webhook_subscription";

    private final Consumer<Event> publisher;
    private final boolean traceEverywhere;

    /** @param traceEverywhere whether events for which Linq does not promise it have the trace id of their request */
    public AccountEvents(Consumer<Event> publisher, boolean traceEverywhere) {
        this.publisher = publisher;
        this.traceEverywhere = traceEverywhere;
    }

    public void forwardingUpdated(Line before, Line after, ApiRequest request) {
        ObjectNode data = JsonTrees.object().put("phone_number", after.number());
        data.set(
                "change",
                change(
                        JsonTrees.textOrNull(before.forwardingNumber()),
                        JsonTrees.textOrNull(after.forwardingNumber())));
        publish("phone_number.forwarding_updated", "Call forwarding updated", data, request);
    }

    public void cardCreated(Line line, ApiRequest request) {
        publish("contact_card.created", "Contact card created", about(line), request);
    }

    public void cardDeleted(Line line, ApiRequest request) {
        publish("contact_card.deleted", "Contact card deleted", about(line), request);
    }

    /** Nothing is published when nothing changed. */
    public void cardUpdated(Line before, Line after, ApiRequest request) {
        ContactCard old = before.card().orElseThrow();
        ContactCard card = after.card().orElseThrow();
        ObjectNode change = JsonTrees.object();
        addChange(change, "first_name", Optional.of(old.firstName()), Optional.of(card.firstName()));
        addChange(change, "last_name", old.lastName(), card.lastName());
        addChange(change, "image_url", old.imageUrl(), card.imageUrl());
        if (!change.isEmpty()) {
            ObjectNode data = about(after);
            data.set("change", change);
            publish("contact_card.updated", "Contact card updated", data, request);
        }
    }

    private static void addChange(ObjectNode change, String name, Optional<String> from, Optional<String> to) {
        if (!from.equals(to)) {
            change.set(name, change(JsonTrees.textOrNull(from), JsonTrees.textOrNull(to)));
        }
    }

    private static ObjectNode about(Line line) {
        ContactCard card = line.card().orElseThrow();
        ObjectNode data = JsonTrees.object().put("phone_number", line.number());
        // A line has one card at a time, so the line's id identifies it.
        ObjectNode view = data.putObject("contact_card").put("id", line.id()).put("first_name", card.firstName());
        view.set("last_name", JsonTrees.textOrNull(card.lastName()));
        view.set("image_url", JsonTrees.textOrNull(card.imageUrl()));
        return data;
    }

    public void subscriptionCreated(SandboxSubscription subscription, ApiRequest request) {
        ObjectNode data = about(subscription);
        ((ObjectNode) data.get(SUBSCRIPTION)).set("events", JsonTrees.texts(subscription.events()));
        publish("webhook_subscription.created", "Webhook subscription created", data, request);
    }

    public void subscriptionDeleted(SandboxSubscription subscription, ApiRequest request) {
        publish("webhook_subscription.deleted", "Webhook subscription deleted", about(subscription), request);
    }

    /** One event for each aspect that changed. The values of the routing headers' change are undocumented. */
    public void subscriptionUpdated(SandboxSubscription before, SandboxSubscription after, ApiRequest request) {
        if (!before.targetUrl().equals(after.targetUrl())) {
            JsonNode urls = change(text(before.publicUrl()), text(after.publicUrl()));
            publishChange("target_url_changed", "URL changed", after, urls, request);
        }
        if (!before.events().equals(after.events())) {
            JsonNode lists = change(JsonTrees.texts(before.events()), JsonTrees.texts(after.events()));
            publishChange("events.updated", "events updated", after, lists, request);
        }
        if (!before.lines().equals(after.lines())) {
            JsonNode lists = change(linesOrNull(before.lines()), linesOrNull(after.lines()));
            publishChange("phone_numbers.updated", "phone numbers updated", after, lists, request);
        }
        JsonNode headers = change(headersOrNull(before.routing()), headersOrNull(after.routing()));
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
            publish("webhook_subscription." + what, "Webhook subscription " + what, about(after), request);
        }
    }

    private void publishChange(
            String what, String summary, SandboxSubscription subscription, JsonNode change, ApiRequest request) {
        ObjectNode data = about(subscription);
        data.set("change", change);
        publish("webhook_subscription." + what, "Webhook subscription " + summary, data, request);
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

    private static ObjectNode change(JsonNode from, JsonNode to) {
        ObjectNode change = JsonTrees.object();
        change.set("from", from);
        change.set("to", to);
        return change;
    }

    /** All changes come from the API, so no name of anybody is in the event. */
    private void publish(String type, String summary, ObjectNode about, ApiRequest request) {
        ObjectNode data = JsonTrees.object()
                .put("summary", summary)
                .put("occurred_at", request.at().toString());
        data.putObject("actor").put("type", "api");
        data.put("origin", "api").setAll(about);
        Optional<String> traceId = Optional.of(request.traceId()).filter(id -> traceEverywhere);
        publisher.accept(Event.of(type, Optional.empty(), traceId, request.at(), () -> data));
    }
}
