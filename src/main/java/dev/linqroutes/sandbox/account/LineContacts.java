package dev.linqroutes.sandbox.account;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** When each line started a conversation or added somebody to a group, which is new contact, too (reference 1.4). */
public final class LineContacts {
    /** The newest of a line; its health depends on no more. */
    public static final int MOST = 100;

    private final Map<String, Deque<Instant>> byLine = new LinkedHashMap<>();

    void add(String line, Instant at) {
        Deque<Instant> times = byLine.computeIfAbsent(line, number -> new ArrayDeque<>());
        if (times.size() == MOST) {
            times.remove();
        }
        times.add(at);
    }

    /** Those that have had contact. */
    public Set<String> lines() {
        return Collections.unmodifiableSet(byLine.keySet());
    }

    /** Oldest first. */
    public List<Instant> of(String line) {
        return List.copyOf(byLine.getOrDefault(line, new ArrayDeque<>(0)));
    }
}
