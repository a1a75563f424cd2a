package dev.linqroutes.subscribe;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Test data: what is subscribed, and what shall be. */
final class Subscribed {
    static final String URL = "https://chat.example.com/webhooks/linq";
    static final String HERE = URL + "?version=2026-02-03";

    private Subscribed() {}

    /** To all events that are known, of all lines. */
    static Subscription to(String url) {
        return new Subscription("sub-1", Target.told(url).orElseThrow(), KnownEvents.TYPES, Set.of(), true);
    }

    static Subscription with(Subscription there, String id) {
        return new Subscription(id, there.target(), there.events(), there.lines(), there.isActive());
    }

    static Subscription inactive(Subscription there) {
        return new Subscription(there.id(), there.target(), there.events(), there.lines(), false);
    }

    static Subscription ofLines(Subscription there, String... lines) {
        return new Subscription(there.id(), there.target(), there.events(), Set.of(lines), there.isActive());
    }

    static Subscription without(Subscription there, String... types) {
        Set<String> events = new LinkedHashSet<>(there.events());
        List.of(types).forEach(events::remove);
        return new Subscription(there.id(), there.target(), events, there.lines(), there.isActive());
    }

    static Subscription plus(Subscription there, String type) {
        Set<String> events = new LinkedHashSet<>(there.events());
        events.add(type);
        return new Subscription(there.id(), there.target(), events, there.lines(), there.isActive());
    }

    /** All known events, of these lines, where Linq offers just these events. */
    static Wanted wanted(String... lines) {
        return new Wanted(Target.wanted(URL), Optional.of(KnownEvents.TYPES), Set.of(lines));
    }

    /** The same where Linq does not say what it offers. */
    static Wanted wantedOfASilentServer() {
        return new Wanted(Target.wanted(URL), Optional.empty(), Set.of());
    }
}
