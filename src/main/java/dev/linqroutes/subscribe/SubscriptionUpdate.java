package dev.linqroutes.subscribe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What makes a subscription the wanted one.
 *
 * @param fields of the update; what is left out stays as it is (reference 2.14). None when nothing differs
 * @param descriptions the same for people, one item each
 */
public record SubscriptionUpdate(Map<String, Object> fields, List<String> descriptions) {

    /** The least that has to change. */
    public static SubscriptionUpdate of(Subscription there, DesiredSubscription wanted) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        if (!there.callback().equals(wanted.callback())) {
            fields.put("target_url", wanted.callback().url());
            words.add(
                    there.callback().hasSameAddress(wanted.callback())
                            ? "version " + wanted.callback().version().orElseThrow() + " instead of "
                                    + there.callback().version().orElse("none")
                            : "moved from " + there.callback());
        }
        addEvents(there, wanted, fields, words);
        if (!there.isActive()) {
            fields.put("is_active", true);
            words.add("activated");
        }
        if (!there.lines().equals(wanted.lines())) {
            fields.put("phone_numbers", List.copyOf(wanted.lines()));
            words.add("lines " + describeLines(wanted.lines()) + " instead of " + describeLines(there.lines()));
        }
        return new SubscriptionUpdate(fields, words);
    }

    private static void addEvents(
            Subscription there, DesiredSubscription wanted, Map<String, Object> fields, List<String> words) {
        Set<String> events = wanted.eventsFor(there);
        if (events.equals(there.events())) {
            return;
        }
        fields.put("subscribed_events", List.copyOf(events));
        Set<String> dropped = without(there.events(), events);
        Set<String> accountEvents = DesiredSubscription.matching(dropped, wanted::isExcluded);
        addCount(without(events, there.events()), "added", words);
        addCount(accountEvents, "dropped: account events that --also does not name", words);
        addCount(without(dropped, accountEvents), "dropped that Linq does not offer any more", words);
    }

    private static void addCount(Set<String> types, String what, List<String> words) {
        if (!types.isEmpty()) {
            words.add(describeTypes(types) + " " + what);
        }
    }

    private static String describeTypes(Set<String> types) {
        return types.size() + (types.size() == 1 ? " event type" : " event types");
    }

    static String describeLines(Set<String> lines) {
        return lines.isEmpty() ? "all" : String.join(", ", lines);
    }

    static Set<String> without(Set<String> these, Set<String> others) {
        Set<String> rest = new LinkedHashSet<>(these);
        rest.removeAll(others);
        return rest;
    }
}
