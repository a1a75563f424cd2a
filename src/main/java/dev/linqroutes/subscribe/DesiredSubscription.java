package dev.linqroutes.subscribe;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How the subscription shall be.
 *
 * @param offeredEvents the event types that Linq says it offers; empty when it does not say
 * @param lines the lines whose events shall come; empty for all
 * @param extraEvents the account events that shall come too, each by its type or the beginning of it up to a dot
 */
public record DesiredSubscription(
        CallbackUrl callback, Optional<Set<String>> offeredEvents, Set<String> lines, Set<String> extraEvents) {

    /**
     * All that Linq offers, so that new types pass through to the consumers of events too; of account events only those that are
     * named.
     */
    public Set<String> events() {
        return matching(allEvents(), type -> !isExcluded(type));
    }

    /** The names of account events that no event which could be subscribed has. */
    public Set<String> unknownExtraEvents() {
        Set<String> events = allEvents();
        return matching(extraEvents, name -> events.stream()
                .noneMatch(type -> AccountEvents.isAccountEvent(type) && AccountEvents.matches(name, type)));
    }

    /** Account events that could be subscribed, named or not. */
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
     * What an update leaves it with. Types that Linq no longer offers do no harm and are no reason for an update; where Linq
     * does not say what it offers, nothing that it took before is dropped. Account events that are not named always are.
     */
    Set<String> eventsFor(Subscription there) {
        Set<String> kept = matching(there.events(), type -> !isExcluded(type));
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
     * What there will be when Linq does as asked.
     *
     * @param there the subscription that is updated; empty where one is made
     */
    public Subscription expectedSubscription(Optional<Subscription> there) {
        return new Subscription(
                there.map(Subscription::id).orElse(""),
                callback,
                there.map(this::eventsFor).orElseGet(this::events),
                lines,
                true);
    }

    /** The subscription of this target. Of several, which differ in version, the one that needs least change. */
    public Optional<Subscription> findIn(List<Subscription> all) {
        return all.stream()
                .filter(each -> each.callback().hasSameAddress(callback))
                .min(Comparator.comparing(
                                (Subscription each) -> !each.callback().equals(callback))
                        .thenComparing(each -> !each.isActive()));
    }

    /** In their order. */
    static Set<String> matching(Set<String> types, Predicate<String> condition) {
        return types.stream().filter(condition).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
