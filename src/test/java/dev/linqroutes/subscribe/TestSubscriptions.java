package dev.linqroutes.subscribe;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Test data: what is subscribed, and what shall be. */
final class TestSubscriptions {
    static final String URL = "https://chat.example.com/webhooks/linq";
    static final String HERE = URL + "?version=2026-02-03";

    private TestSubscriptions() {}

    /** As subscribe makes it when nothing but the address is named. */
    static Subscription to(String url) {
        return new Subscription("sub-1", CallbackUrl.fromLinq(url).orElseThrow(), wanted().events(), Set.of(), true);
    }

    static Subscription with(Subscription there, String id) {
        return new Subscription(id, there.callback(), there.events(), there.lines(), there.isActive());
    }

    static Subscription inactive(Subscription there) {
        return new Subscription(there.id(), there.callback(), there.events(), there.lines(), false);
    }

    static Subscription ofLines(Subscription there, String... lines) {
        return new Subscription(there.id(), there.callback(), there.events(), Set.of(lines), there.isActive());
    }

    static Subscription without(Subscription there, String... types) {
        Set<String> events = new LinkedHashSet<>(there.events());
        List.of(types).forEach(events::remove);
        return new Subscription(there.id(), there.callback(), events, there.lines(), there.isActive());
    }

    static Subscription plus(Subscription there, String type) {
        Set<String> events = new LinkedHashSet<>(there.events());
        events.add(type);
        return new Subscription(there.id(), there.callback(), events, there.lines(), there.isActive());
    }

    /** The known events without those of the account, of these lines, where Linq offers just the known ones. */
    static DesiredSubscription wanted(String... lines) {
        return new DesiredSubscription(
                CallbackUrl.parse(URL), Optional.of(KnownEventTypes.TYPES), Set.of(lines), Set.of());
    }

    /** The same of all lines, with account events. */
    static DesiredSubscription wantedAlso(String... also) {
        return new DesiredSubscription(
                CallbackUrl.parse(URL),
                Optional.of(KnownEventTypes.TYPES),
                Set.of(),
                new LinkedHashSet<>(List.of(also)));
    }

    /** The same where Linq does not say what it offers. */
    static DesiredSubscription wantedOfASilentServer() {
        return new DesiredSubscription(CallbackUrl.parse(URL), Optional.empty(), Set.of(), Set.of());
    }
}
