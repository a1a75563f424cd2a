package dev.linqroutes.kafka;

import dev.linqroutes.ledger.outbox.Outbox.PendingRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Maps event types to topics: the topic of all events, and a topic from a table. An entry of the table is
 * {@code message=linq.events.messages}: on the left a type, a prefix of types up to a dot, or {@code *} for all other types; on
 * the right a topic, nothing to disable it, or {@code drop}: then the events are published nowhere. The longest matching prefix
 * wins.
 */
public final class EventTopics {
    private static final String SETTING = "topics.events.by-type (TOPICS_EVENTS_BY_TYPE)";
    private static final String EVENT_TYPE = "ce_type";
    private static final String OTHER_TYPES = "*";
    private static final String DROP = "drop";
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|\\*");
    /** Valid topic names of Kafka. */
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}\\z)[A-Za-z0-9._-]{1,249}");

    private final String all;
    /** By type or prefix; empty for no topic, {@link #DROP} for none at all. */
    private final Map<String, Optional<String>> byType;

    private EventTopics(String all, Map<String, Optional<String>> byType) {
        this.all = all;
        this.byType = byType;
    }

    /**
     * @param all topic of all events
     * @param table entries in any order
     * @throws IllegalArgumentException when an entry is malformed, has an invalid topic name, or repeats a type
     */
    public static EventTopics parse(String all, List<String> table) {
        Map<String, Optional<String>> byType = new LinkedHashMap<>();
        for (String entry : table) {
            String[] typeAndTopic = entry.split("=", 2);
            String type = typeAndTopic[0].strip();
            if (typeAndTopic.length < 2 || !TYPE.matcher(type).matches()) {
                throw new IllegalArgumentException("setting " + SETTING
                        + " must have entries such as message=linq.events.messages, has \"" + entry + "\"");
            }
            Optional<String> topic = Optional.of(typeAndTopic[1].strip()).filter(name -> !name.isEmpty());
            if (topic.isPresent() && !TOPIC.matcher(topic.get()).matches()) {
                throw new IllegalArgumentException("setting " + SETTING + ": a topic cannot be named \"" + topic.get()
                        + "\" (for " + type + "); its name has up to 249 letters, digits, dots, _ and -");
            }
            if (topic.filter(name -> name.equalsIgnoreCase(DROP) && !name.equals(DROP))
                    .isPresent()) {
                throw new IllegalArgumentException(
                        "setting " + SETTING + ": " + entry + ": to publish these events nowhere, write " + DROP);
            }
            if (byType.put(type, topic) != null) {
                throw new IllegalArgumentException("setting " + SETTING + " has two entries for " + type);
            }
        }
        return new EventTopics(all, byType);
    }

    /** The types, and the beginnings of types, that the table names. */
    public Set<String> types() {
        Set<String> types = new TreeSet<>(byType.keySet());
        types.remove(OTHER_TYPES);
        return types;
    }

    /** Whether events of the type are not published. */
    public boolean isDropped(String type) {
        return findByPrefix(type).equals(Optional.of(DROP));
    }

    /**
     * The topics of an event type without duplicates, starting with the topic of all events. Only this one for a dropped type, of
     * which events may be in the outbox since before.
     */
    public List<String> topicsFor(String type) {
        return Stream.concat(Stream.of(all), findByPrefix(type).filter(topic -> !topic.equals(DROP)).stream())
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
                                        .filter(topic -> !topic.equals(DROP))
                                        .toList())
                                .stream())
                .distinct()
                .toList();
    }

    private Optional<String> findByPrefix(String type) {
        String prefix = type;
        while (!byType.containsKey(prefix)) {
            int dot = prefix.lastIndexOf('.');
            if (dot < 0) {
                return byType.getOrDefault(OTHER_TYPES, Optional.empty());
            }
            prefix = prefix.substring(0, dot);
        }
        return byType.get(prefix);
    }
}
