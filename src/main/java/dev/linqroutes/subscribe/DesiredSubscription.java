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
 * @param extraEvents account events and new types to include, each by its type or by a prefix that ends before a dot
 */
public record DesiredSubscription(
        CallbackUrl callback, Optional<Set<String>> offeredEvents, Set<String> lines, Set<String> extraEvents) {

    /** All types that Linq offers and this version knows, except account events, and those that {@code extraEvents} names. */
    public Set<String> events() {
        return matching(allEvents(), type -> isNamed(type) || !isExtra(type));
    }

    /**
     * The types that Linq offers, this version does not know, and that are neither named by {@code extraEvents} nor subscribed: nobody
     * has decided on them.
     */
    public Set<String> newEvents(Optional<Subscription> existing) {
        Set<String> subscribed = existing.map(Subscription::events).orElse(Set.of());
        return matching(allEvents(), type -> isNew(type) && !isNamed(type) && !subscribed.contains(type));
    }

    /** Entries of {@code extraEvents} that match neither an account event nor a new type. */
    public Set<String> unknownExtraEvents() {
        Set<String> events = allEvents();
        return matching(extraEvents, name -> events.stream()
                .noneMatch(type -> isExtra(type) && AccountEvents.matches(name, type)));
    }

    /** Whether the type is subscribed only if it is named. */
    static boolean isExtra(String type) {
        return AccountEvents.isAccountEvent(type) || isNew(type);
    }

    /** Whether this version does not know the type; an unknown one of an account family is an account event. */
    static boolean isNew(String type) {
        return !KnownEventTypes.TYPES.contains(type) && !AccountEvents.isAccountEvent(type);
    }

    private boolean isNamed(String type) {
        return extraEvents.stream().anyMatch(name -> AccountEvents.matches(name, type));
    }

    /** All that can be named to be subscribed. */
    public Set<String> extraEventsOffered() {
        return matching(allEvents(), DesiredSubscription::isExtra);
    }

    boolean isExcluded(String type) {
        return AccountEvents.isAccountEvent(type) && !isNamed(type);
    }

    private Set<String> allEvents() {
        return offeredEvents.orElse(KnownEventTypes.TYPES);
    }

    /**
     * The event types after an update. Types that Linq no longer offers are harmless and do not require an update; if Linq does not
     * list its types, all existing ones are kept, and so is a new type that is subscribed already. Account events that
     * {@code extraEvents} does not name are always removed.
     */
    Set<String> eventsFor(Subscription existing) {
        Set<String> kept = matching(existing.events(), type -> !isExcluded(type));
        if (kept.containsAll(events())) {
            return kept;
        }
        Set<String> events = new LinkedHashSet<>(events());
        events.addAll(matching(
                kept,
                type -> offeredEvents.map(offered -> offered.contains(type)).orElse(true)));
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
