package dev.linqroutes.subscribe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The changes that turn an existing subscription into the desired one.
 *
 * @param fields of the update request; omitted fields are unchanged (reference 2.14). Empty if nothing differs
 * @param descriptions the same changes for the user, one entry each
 */
public record SubscriptionUpdate(Map<String, Object> fields, List<String> descriptions) {

    /** The minimal update. */
    public static SubscriptionUpdate of(Subscription existing, DesiredSubscription desired) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<String> descriptions = new ArrayList<>();
        if (!existing.callback().equals(desired.callback())) {
            fields.put("target_url", desired.callback().url());
            descriptions.add(
                    existing.callback().hasSameAddress(desired.callback())
                            ? "version " + desired.callback().version().orElseThrow() + " instead of "
                                    + existing.callback().version().orElse("none")
                            : "moved from " + existing.callback());
        }
        addEvents(existing, desired, fields, descriptions);
        if (!existing.isActive()) {
            fields.put("is_active", true);
            descriptions.add("activated");
        }
        if (!existing.lines().equals(desired.lines())) {
            fields.put("phone_numbers", List.copyOf(desired.lines()));
            descriptions.add(
                    "lines " + describeLines(desired.lines()) + " instead of " + describeLines(existing.lines()));
        }
        return new SubscriptionUpdate(fields, descriptions);
    }

    private static void addEvents(
            Subscription existing, DesiredSubscription desired, Map<String, Object> fields, List<String> descriptions) {
        Set<String> events = desired.eventsFor(existing);
        if (events.equals(existing.events())) {
            return;
        }
        fields.put("subscribed_events", List.copyOf(events));
        Set<String> removed = without(existing.events(), events);
        Set<String> accountEvents = DesiredSubscription.matching(removed, desired::isExcluded);
        addCount(without(events, existing.events()), "added", descriptions);
        addCount(accountEvents, "removed (account events that --also does not name)", descriptions);
        addCount(without(removed, accountEvents), "removed (no longer offered by Linq)", descriptions);
    }

    private static void addCount(Set<String> types, String what, List<String> descriptions) {
        if (!types.isEmpty()) {
            descriptions.add(describeTypes(types) + " " + what);
        }
    }

    private static String describeTypes(Set<String> types) {
        return types.size() + (types.size() == 1 ? " event type" : " event types");
    }

    static String describeLines(Set<String> lines) {
        return lines.isEmpty() ? "all" : String.join(", ", lines);
    }

    static Set<String> without(Set<String> these, Set<String> others) {
        Set<String> difference = new LinkedHashSet<>(these);
        difference.removeAll(others);
        return difference;
    }
}
