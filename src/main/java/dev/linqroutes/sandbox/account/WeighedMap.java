package dev.linqroutes.sandbox.account;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Things by id, in the order in which they came, with the approximate bytes that all of them take. */
final class WeighedMap<V> {
    private final Map<String, V> byId = new LinkedHashMap<>();
    private final ToLongFunction<V> weigher;
    private long weight;

    /** @param weigher gives the same for the same value each time */
    WeighedMap(ToLongFunction<V> weigher) {
        this.weigher = weigher;
    }

    /** What has this id already is replaced in its place. */
    void put(String id, V value) {
        V before = byId.put(id, value);
        weight += weigher.applyAsLong(value) - (before == null ? 0 : weigher.applyAsLong(before));
    }

    Optional<V> remove(String id) {
        Optional<V> removed = Optional.ofNullable(byId.remove(id));
        removed.ifPresent(value -> weight -= weigher.applyAsLong(value));
        return removed;
    }

    Optional<V> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Map<String, V> asMap() {
        return Collections.unmodifiableMap(byId);
    }

    Optional<String> oldestId() {
        return byId.keySet().stream().findFirst();
    }

    int size() {
        return byId.size();
    }

    long weight() {
        return weight;
    }
}
