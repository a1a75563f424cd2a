package dev.linqroutes.subscribe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Client of Linq's webhook subscriptions API (reference 2.14). Every method throws {@link LinqRequestFailed} when the request fails.
 */
public final class SubscriptionClient {
    private static final String PATH = "/webhook-subscriptions";

    private final LinqApiClient linq;

    public SubscriptionClient(LinqApiClient linq) {
        this.linq = linq;
    }

    /**
     * A subscription that was just created.
     *
     * @param secret signs its webhooks; Linq returns it only here. Empty if Linq returned none
     */
    public record CreatedSubscription(Subscription subscription, Optional<String> secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "CreatedSubscription[" + subscription + "]";
        }
    }

    /** The event types that can be subscribed; empty if the server does not list them. */
    public Optional<Set<String>> readOfferedEvents() {
        try {
            Set<String> types = Subscription.texts(
                    linq.call("GET", "/webhook-events", Map.of()).json().path("events"));
            return Optional.of(types).filter(offered -> !offered.isEmpty());
        } catch (LinqRequestFailed e) {
            if (e.hasStatus(404)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Active and inactive ones. */
    public List<Subscription> readAll() {
        JsonNode subscriptions = linq.call("GET", PATH, Map.of()).json().path("subscriptions");
        return StreamSupport.stream(subscriptions.spliterator(), false)
                .flatMap(each -> Subscription.read(each).stream())
                .toList();
    }

    public CreatedSubscription create(DesiredSubscription desired) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("target_url", desired.callback().url());
        fields.put("subscribed_events", desired.events());
        if (!desired.lines().isEmpty()) {
            fields.put("phone_numbers", desired.lines());
        }
        try {
            JsonNode created = linq.call("POST", PATH, fields).json();
            Subscription subscription = Subscription.read(created)
                    .orElseThrow(() -> LinqRequestFailed.withoutResponse(
                            "Linq's response to POST " + PATH + " contains no subscription", null));
            return new CreatedSubscription(
                    subscription,
                    Optional.of(created.path("signing_secret").asText("")).filter(secret -> !secret.isEmpty()));
        } catch (LinqRequestFailed e) {
            throw e.isRefusal()
                    ? e
                    : e.withAdvice(
                            "The subscription may have been created, but its secret is lost. Check with `subscribe --check`, delete the subscription (DELETE "
                                    + linq.url(PATH) + "/ID) and subscribe again");
        }
    }

    /** Sends no request if nothing changes. */
    public void update(String id, SubscriptionUpdate change) {
        if (!change.fields().isEmpty()) {
            linq.call("PUT", PATH + "/" + id, change.fields());
        }
    }

    /** The URL of a subscription, for DELETE. */
    public String resourceUrl(Subscription subscription) {
        return linq.url(PATH) + "/" + subscription.id();
    }
}
