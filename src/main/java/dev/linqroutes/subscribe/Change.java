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
 * @param words the same for people, one item each
 */
public record Change(Map<String, Object> fields, List<String> words) {

    /** The least that has to change. */
    public static Change of(Subscription there, Wanted wanted) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        if (!there.target().equals(wanted.target())) {
            fields.put("target_url", wanted.target().url());
            words.add(
                    there.target().hasPlaceOf(wanted.target())
                            ? "version " + wanted.target().version().orElseThrow() + " instead of "
                                    + there.target().version().orElse("none")
                            : "moved from " + there.target());
        }
        events(there, wanted, fields, words);
        if (!there.isActive()) {
            fields.put("is_active", true);
            words.add("activated");
        }
        if (!there.lines().equals(wanted.lines())) {
            fields.put("phone_numbers", List.copyOf(wanted.lines()));
            words.add("lines " + shown(wanted.lines()) + " instead of " + shown(there.lines()));
        }
        return new Change(fields, words);
    }

    private static void events(Subscription there, Wanted wanted, Map<String, Object> fields, List<String> words) {
        Set<String> events = wanted.eventsFor(there);
        if (events.equals(there.events())) {
            return;
        }
        fields.put("subscribed_events", List.copyOf(events));
        Set<String> dropped = without(there.events(), events);
        Set<String> accountEvents = Wanted.matching(dropped, wanted::leavesOut);
        count(without(events, there.events()), "added", words);
        count(accountEvents, "dropped: account events that --also does not name", words);
        count(without(dropped, accountEvents), "dropped that Linq does not offer any more", words);
    }

    private static void count(Set<String> types, String what, List<String> words) {
        if (!types.isEmpty()) {
            words.add(types(types) + " " + what);
        }
    }

    private static String types(Set<String> types) {
        return types.size() + (types.size() == 1 ? " event type" : " event types");
    }

    static String shown(Set<String> lines) {
        return lines.isEmpty() ? "all" : String.join(", ", lines);
    }

    static Set<String> without(Set<String> these, Set<String> others) {
        Set<String> rest = new LinkedHashSet<>(these);
        rest.removeAll(others);
        return rest;
    }
}
