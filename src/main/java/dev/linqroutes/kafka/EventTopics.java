package dev.linqroutes.kafka;

import dev.linqroutes.ledger.outbox.Outbox.PendingRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which topics an event is published on: the one of all events, and the one that a table names for its type. An entry of
 * the table is {@code message=linq.events.messages}: left a type or its beginning up to a dot, or {@code *} for the rest;
 * right a topic, or nothing for none. Of several that match the longest counts.
 */
public final class EventTopics {
    private static final String SETTING = "topics.events.by-type";
    private static final String EVENT_TYPE = "ce_type";
    private static final String OTHER_TYPES = "*";
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|\\*");
    /** What Kafka takes for a name. */
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}\\z)[A-Za-z0-9._-]{1,249}");

    private final String all;
    /** By type or its beginning; empty where that is switched off. */
    private final Map<String, Optional<String>> byType;

    private EventTopics(String all, Map<String, Optional<String>> byType) {
        this.all = all;
        this.byType = byType;
    }

    /**
     * @param all the topic of all events
     * @param table entries, in any order
     * @throws IllegalArgumentException when an entry is none, names what no topic can be called, or stands there twice
     */
    public static EventTopics parse(String all, List<String> table) {
        Map<String, Optional<String>> byType = new LinkedHashMap<>();
        for (String entry : table) {
            String[] sides = entry.split("=", 2);
            String type = sides[0].strip();
            if (sides.length < 2 || !TYPE.matcher(type).matches()) {
                throw new IllegalArgumentException("setting " + SETTING
                        + " must have entries such as message=linq.events.messages, has \"" + entry + "\"");
            }
            Optional<String> topic = Optional.of(sides[1].strip()).filter(name -> !name.isEmpty());
            if (topic.isPresent() && !TOPIC.matcher(topic.get()).matches()) {
                throw new IllegalArgumentException("setting " + SETTING + ": a topic cannot be called \"" + topic.get()
                        + "\" (for " + type + "); its name has up to 249 letters, digits, dots, _ and -");
            }
            if (byType.put(type, topic) != null) {
                throw new IllegalArgumentException("setting " + SETTING + " has two entries for " + type);
            }
        }
        return new EventTopics(all, byType);
    }

    /** The topic of all events. */
    public String allEventsTopic() {
        return all;
    }

    /** The topics of an event of this type, the one of all events first; none of them twice. */
    public List<String> topicsFor(String type) {
        return Stream.concat(Stream.of(all), findByPrefix(type).stream())
                .distinct()
                .toList();
    }

    /** The topics of a row of the outbox: those of its event type if it is an event, else the topic of the row. */
    List<String> topicsFor(PendingRecord row) {
        String type = row.headers().get(EVENT_TYPE);
        return type != null && row.topic().equals(all) ? topicsFor(type) : List.of(row.topic());
    }

    /** All topics that events may be published on. */
    public List<String> topicNames() {
        return Stream.concat(
                        Stream.of(all),
                        new TreeSet<>(byType.values().stream()
                                        .flatMap(Optional::stream)
                                        .toList())
                                .stream())
                .distinct()
                .toList();
    }

    private Optional<String> findByPrefix(String type) {
        String beginning = type;
        while (!byType.containsKey(beginning)) {
            int dot = beginning.lastIndexOf('.');
            if (dot < 0) {
                return byType.getOrDefault(OTHER_TYPES, Optional.empty());
            }
            beginning = beginning.substring(0, dot);
        }
        return byType.get(beginning);
    }
}
