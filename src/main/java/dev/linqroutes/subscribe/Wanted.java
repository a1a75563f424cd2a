package dev.linqroutes.subscribe;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the subscription shall be.
 *
 * @param offered the event types that Linq says it offers; empty when it does not say
 * @param lines the lines whose events shall come; empty for all
 */
public record Wanted(Target target, Optional<Set<String>> offered, Set<String> lines) {

    /** All that Linq offers, so that new types pass through to the consumers of events too. */
    public Set<String> events() {
        return offered.orElse(KnownEvents.TYPES);
    }

    /**
     * What an update leaves it with. Types that Linq no longer offers do no harm and are no reason for an update; where Linq
     * does not say what it offers, nothing that it took before is dropped.
     */
    Set<String> eventsFor(Subscription there) {
        if (there.events().containsAll(events())) {
            return there.events();
        }
        Set<String> events = new LinkedHashSet<>(events());
        if (offered.isEmpty()) {
            events.addAll(there.events());
        }
        return events;
    }

    /**
     * What there will be when Linq does as asked.
     *
     * @param there the subscription that is updated; empty where one is made
     */
    public Subscription subscription(Optional<Subscription> there) {
        return new Subscription(
                there.map(Subscription::id).orElse(""),
                target,
                there.map(this::eventsFor).orElseGet(this::events),
                lines,
                true);
    }

    /** The subscription of this target. Of several, which differ in version, the one that needs least change. */
    public Optional<Subscription> among(List<Subscription> all) {
        return all.stream()
                .filter(each -> each.target().hasPlaceOf(target))
                .min(Comparator.comparing((Subscription each) -> !each.target().equals(target))
                        .thenComparing(each -> !each.isActive()));
    }
}
