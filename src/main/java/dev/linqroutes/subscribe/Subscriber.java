package dev.linqroutes.subscribe;

import dev.linqroutes.subscribe.SubscriptionClient.CreatedSubscription;
import dev.linqroutes.webhook.verify.WebhookVerifier;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Creates, updates or checks the subscription of the routes, and prints the result. */
public final class Subscriber {
    private final SubscriptionClient linq;
    private final DesiredSubscription desired;
    private final Set<String> sendingLines;
    private final List<String> secrets;
    private final Consumer<String> out;

    /**
     * @param sendingLines the lines that the routes send from; their events are required
     * @param secrets the configured signing secrets
     * @param out gets each line of output
     */
    public Subscriber(
            SubscriptionClient linq,
            DesiredSubscription desired,
            Set<String> sendingLines,
            List<String> secrets,
            Consumer<String> out) {
        this.linq = linq;
        this.desired = desired;
        this.sendingLines = Set.copyOf(sendingLines);
        this.secrets = secrets;
        this.out = out;
    }

    /**
     * Compares the subscription with what the routes need. Changes nothing.
     *
     * @return whether the routes receive all events that they need
     */
    public boolean check() {
        SubscriptionDiff diff = compare(linq.readAll());
        out.accept(desired.callback().url());
        diff.facts().forEach(fact -> out.accept("  " + fact));
        List<String> missing = new ArrayList<>(diff.missing());
        findSecretProblem().ifPresent(missing::add);
        out.accept("");
        if (missing.isEmpty()) {
            out.accept("OK: the routes receive all events that they need.");
        } else {
            out.accept("Missing:");
            missing.forEach(reason -> out.accept("  " + reason));
        }
        return missing.isEmpty();
    }

    /**
     * Creates the subscription, or updates the one with the same callback address.
     *
     * @return whether the subscription can be used: false when Linq returned no secret
     */
    public boolean subscribe() {
        Optional<Subscription> existing = desired.findIn(linq.readAll());
        boolean usable = existing.map(this::update).orElseGet(this::create);
        if (usable) {
            compare(List.of(desired.expectedSubscription(existing)))
                    .missing()
                    .forEach(reason -> out.accept("note: " + reason));
            tellNewEvents(existing);
        }
        return usable;
    }

    private void tellNewEvents(Optional<Subscription> existing) {
        Set<String> unknown = desired.newEvents(existing);
        if (!unknown.isEmpty()) {
            String types = String.join(",", unknown);
            out.accept(
                    "note: Linq offers types that this version does not know, and they are not subscribed; to take them: --also "
                            + types);
        }
    }

    private boolean update(Subscription existing) {
        SubscriptionUpdate change = SubscriptionUpdate.of(existing, desired);
        if (change.descriptions().isEmpty()) {
            out.accept("unchanged: " + existing.id() + " to " + existing.callback());
        } else {
            linq.update(existing.id(), change);
            out.accept("updated: " + existing.id() + " to " + desired.callback() + ": "
                    + String.join(", ", change.descriptions()));
        }
        out.accept("");
        out.accept("Linq shows a secret only when the subscription is created. To change the secret, create a second");
        out.accept("subscription whose address has another query, and use that address from then on:");
        out.accept("  subscribe --url \"" + existing.callback().rotatedUrl() + "\"");
        out.accept(
                "Set LINQ_WEBHOOK_SECRET to both secrets, separated by a comma, and restart the routes. Then delete");
        out.accept("the first subscription: DELETE " + linq.resourceUrl(existing));
        return true;
    }

    private boolean create() {
        CreatedSubscription created = createAtLinq();
        String id = created.subscription().id();
        if (created.secret().isEmpty()) {
            out.accept("subscribed: " + id + ", but Linq returned no secret, so webhooks cannot be verified.");
            out.accept(
                    "Delete the subscription and subscribe again: DELETE " + linq.resourceUrl(created.subscription()));
            return false;
        }
        out.accept("subscribed: " + id + " to " + desired.callback() + ", "
                + desired.events().size() + " event types");
        out.accept("");
        out.accept("LINQ_WEBHOOK_SECRET=" + created.secret().get());
        out.accept("");
        out.accept("This is the only time that Linq shows the secret.");
        out.accept(
                secrets.isEmpty()
                        ? "Put that line into the environment of the routes, and restart them."
                        : "LINQ_WEBHOOK_SECRET is already set: append this secret, separated by a comma, and restart the"
                                + " routes.");
        return true;
    }

    private CreatedSubscription createAtLinq() {
        try {
            return linq.create(desired);
        } catch (LinqRequestFailed e) {
            if (e.mayBeDuplicate() && desired.findIn(linq.readAll()).isPresent()) {
                throw new IllegalStateException(
                        "another client has just subscribed to " + desired.callback()
                                + " and received the secret; run subscribe again to compare the subscription",
                        e);
            }
            throw e;
        }
    }

    private SubscriptionDiff compare(List<Subscription> subscriptions) {
        Set<String> requiredLines = new LinkedHashSet<>(desired.lines());
        requiredLines.addAll(sendingLines);
        return SubscriptionDiff.of(desired, subscriptions, requiredLines);
    }

    private Optional<String> findSecretProblem() {
        if (secrets.isEmpty()) {
            return Optional.of("LINQ_WEBHOOK_SECRET is not set: webhooks are answered with 503");
        }
        try {
            new WebhookVerifier(secrets, false, Clock.systemUTC());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
