package dev.linqroutes.subscribe;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Existing and desired subscriptions. */
final class TestSubscriptions {
    static final String URL = "https://chat.example.com/webhooks/linq";
    static final String HERE = URL + "?version=2026-02-03";

    private TestSubscriptions() {}

    /** As {@code subscribe} creates it with default options. */
    static Subscription to(String url) {
        return new Subscription(
                "sub-1", CallbackUrl.fromLinq(url).orElseThrow(), desired().events(), Set.of(), true);
    }

    static Subscription with(Subscription existing, String id) {
        return new Subscription(id, existing.callback(), existing.events(), existing.lines(), existing.isActive());
    }

    static Subscription inactive(Subscription existing) {
        return new Subscription(existing.id(), existing.callback(), existing.events(), existing.lines(), false);
    }

    static Subscription ofLines(Subscription existing, String... lines) {
        return new Subscription(
                existing.id(), existing.callback(), existing.events(), Set.of(lines), existing.isActive());
    }

    static Subscription without(Subscription existing, String... types) {
        Set<String> events = new LinkedHashSet<>(existing.events());
        List.of(types).forEach(events::remove);
        return new Subscription(existing.id(), existing.callback(), events, existing.lines(), existing.isActive());
    }

    static Subscription plus(Subscription existing, String type) {
        Set<String> events = new LinkedHashSet<>(existing.events());
        events.add(type);
        return new Subscription(existing.id(), existing.callback(), events, existing.lines(), existing.isActive());
    }

    /** The known events without account events, for these lines; Linq offers the known types. */
    static DesiredSubscription desired(String... lines) {
        return new DesiredSubscription(
                CallbackUrl.parse(URL), Optional.of(KnownEventTypes.TYPES), Set.of(lines), Set.of());
    }

    /** The same for all lines, with these account events. */
    static DesiredSubscription desiredWith(String... also) {
        return new DesiredSubscription(
                CallbackUrl.parse(URL),
                Optional.of(KnownEventTypes.TYPES),
                Set.of(),
                new LinkedHashSet<>(List.of(also)));
    }

    /** The same if Linq does not list the types that it offers. */
    static DesiredSubscription desiredWithoutOffer() {
        return new DesiredSubscription(CallbackUrl.parse(URL), Optional.empty(), Set.of(), Set.of());
    }
}
