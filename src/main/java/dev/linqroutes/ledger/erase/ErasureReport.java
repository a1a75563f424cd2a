package dev.linqroutes.ledger.erase;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where a person is named in the ledger, and what is or was done about it. Its lists are bounded; the rest is counted. */
public final class ErasureReport {
    /** Of each list. */
    static final int MAX_LISTED = 1_000;

    private final Map<String, Map<Effect, Long>> rows = new TreeMap<>();
    private final BoundedList<Obstacle> obstacles = new BoundedList<>();
    private final BoundedList<String> groups = new BoundedList<>();
    /** Ids are short: all of them, to count each once. */
    private final TreeSet<String> batchIds = new TreeSet<>();

    private final BoundedList<ImportedFile> files = new BoundedList<>();

    /** What erasing does to a row. */
    public enum Effect {
        MASKED,
        DELETED,
        /** It deletes the person from a topic, and goes when Kafka has acknowledged it. */
        LEAVES_BY_ITSELF
    }

    /**
     * Why something that names the person cannot be erased yet.
     *
     * @param what the command, file, sheet or group
     * @param group of a command
     */
    public record Obstacle(String what, Optional<String> group, String reason) {}

    /**
     * A file whose name or rows name the person.
     *
     * @param file its name when it came
     * @param stem of its name since
     */
    public record ImportedFile(String file, String stem) {}

    /** The first elements of a list, and how many more there are. */
    public static final class BoundedList<T> {
        private final List<T> listed = new ArrayList<>();
        private long unlisted;

        private void add(T element) {
            if (listed.size() < MAX_LISTED) {
                listed.add(element);
            } else {
                unlisted++;
            }
        }

        private void addAll(BoundedList<T> others) {
            others.listed.forEach(this::add);
            unlisted += others.unlisted;
        }

        public List<T> listed() {
            return List.copyOf(listed);
        }

        /** How many are only counted. */
        public long unlisted() {
            return unlisted;
        }

        public boolean isEmpty() {
            return listed.isEmpty();
        }
    }

    void count(String table, Effect effect) {
        rows.computeIfAbsent(table, each -> new EnumMap<>(Effect.class)).merge(effect, 1L, Long::sum);
    }

    void addObstacle(Obstacle obstacle) {
        obstacles.add(obstacle);
    }

    /** A group, or a chat without one, that the person is in. */
    void addGroup(String group) {
        groups.add(group);
    }

    void addBatch(String batchId) {
        if (batchId != null) {
            batchIds.add(batchId);
        }
    }

    void addAll(ErasureReport other) {
        other.rows.forEach((table, effects) -> effects.forEach((effect, number) ->
                rows.computeIfAbsent(table, each -> new EnumMap<>(Effect.class)).merge(effect, number, Long::sum)));
        obstacles.addAll(other.obstacles);
        groups.addAll(other.groups);
        other.batchIds.forEach(this::addBatch);
    }

    /** Of the files to list. */
    List<String> listedBatchIds() {
        return batchIds.stream().limit(MAX_LISTED).toList();
    }

    /** @param found those of {@link #listedBatchIds()} */
    void addFiles(List<ImportedFile> found) {
        found.forEach(files::add);
        files.unlisted += Math.max(0, batchIds.size() - MAX_LISTED);
    }

    /** Rows that name the person and can be erased, by table and by what is done. */
    public Map<String, Map<Effect, Long>> rows() {
        return rows;
    }

    /** Rows that are masked or deleted. */
    public long erasableRows() {
        return rows.values().stream()
                .flatMap(effects -> effects.entrySet().stream())
                .filter(each -> each.getKey() != Effect.LEAVES_BY_ITSELF)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** What cannot be erased yet. */
    public BoundedList<Obstacle> obstacles() {
        return obstacles;
    }

    /** Groups, and ids of chats without one, that the person was in when anything was last heard of them. */
    public BoundedList<String> groups() {
        return groups;
    }

    /** Imported files whose name or rows name the person. Only of a plan: erasing masks their names. */
    public BoundedList<ImportedFile> files() {
        return files;
    }
}
