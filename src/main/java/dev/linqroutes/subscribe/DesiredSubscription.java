package dev.linqroutes.subscribe;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The subscription that the routes should have.
 *
 * @param offeredEvents the event types that Linq offers; empty if it does not list them
 * @param lines the lines whose events are sent; empty for all
 * @param extraEvents account events to include, each by its type or by a prefix that ends before a dot
 */
public record DesiredSubscription(
        CallbackUrl callback, Optional<Set<String>> offeredEvents, Set<String> lines, Set<String> extraEvents) {

    /**
     * All types that Linq offers, so that new types reach the consumers of the event topics, except account events that
     * {@code extraEvents} does not name.
     */
    public Set<String> events() {
        return matching(allEvents(), type -> !isExcluded(type));
    }

    /** Entries of {@code extraEvents} that match no account event. */
    public Set<String> unknownExtraEvents() {
        Set<String> events = allEvents();
        return matching(extraEvents, name -> events.stream()
                .noneMatch(type -> AccountEvents.isAccountEvent(type) && AccountEvents.matches(name, type)));
    }

    /** All account events that can be subscribed. */
    public Set<String> accountEvents() {
        return matching(allEvents(), AccountEvents::isAccountEvent);
    }

    boolean isExcluded(String type) {
        return AccountEvents.isAccountEvent(type)
                && extraEvents.stream().noneMatch(name -> AccountEvents.matches(name, type));
    }

    private Set<String> allEvents() {
        return offeredEvents.orElse(KnownEventTypes.TYPES);
    }

    /**
     * The event types after an update. Types that Linq no longer offers are harmless and do not require an update; if Linq does not
     * list its types, all existing ones are kept. Account events that {@code extraEvents} does not name are always removed.
     */
    Set<String> eventsFor(Subscription existing) {
        Set<String> kept = matching(existing.events(), type -> !isExcluded(type));
        if (kept.containsAll(events())) {
            return kept;
        }
        Set<String> events = new LinkedHashSet<>(events());
        if (offeredEvents.isEmpty()) {
            events.addAll(kept);
        }
        return events;
    }

    /**
     * The subscription after a successful create or update.
     *
     * @param existing the subscription before the update; empty for a create
     */
    public Subscription expectedSubscription(Optional<Subscription> existing) {
        return new Subscription(
                existing.map(Subscription::id).orElse(""),
                callback,
                existing.map(this::eventsFor).orElseGet(this::events),
                lines,
                true);
    }

    /** The subscription with this callback address. Of several with different versions, the one that needs the fewest changes. */
    public Optional<Subscription> findIn(List<Subscription> all) {
        return all.stream()
                .filter(each -> each.callback().hasSameAddress(callback))
                .min(Comparator.comparing(
                                (Subscription each) -> !each.callback().equals(callback))
                        .thenComparing(each -> !each.isActive()));
    }

    /** Keeps the order. */
    static Set<String> matching(Set<String> types, Predicate<String> condition) {
        return types.stream().filter(condition).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
