package dev.linqroutes.sandbox.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Numbered entries, of which the oldest are forgotten. Numbers start at 1 and are never given again. */
final class BoundedLog<T> {
    private final int capacity;
    private final long maxWeight;
    private final ToLongFunction<T> weight;

    /** A ring: the entry after {@code base} is at index 0. */
    private final List<T> ring = new ArrayList<>();

    private final Waiters<T> waiters = new Waiters<>();
    private long base;
    private long first = 1;
    private long last;
    private long totalWeight;
    private Consumer<T> forgotten = entry -> {};

    BoundedLog(int capacity) {
        this(capacity, Long.MAX_VALUE, entry -> 0);
    }

    /** @param maxWeight limit of the weight of all entries; the newest stays in any case */
    BoundedLog(int capacity, long maxWeight, ToLongFunction<T> weight) {
        this.capacity = capacity;
        this.maxWeight = maxWeight;
        this.weight = weight;
    }

    long add(T entry) {
        if (last - first + 1 == capacity) {
            forgetFirst();
        }
        last++;
        int index = index(last);
        if (index == ring.size()) {
            ring.add(entry);
        } else {
            ring.set(index, entry);
        }
        totalWeight += weight.applyAsLong(entry);
        while (totalWeight > maxWeight && first < last) {
            forgetFirst();
        }
        waiters.changed(last, entry);
        return last;
    }

    /** Tells those who wait that this entry is not what it was. */
    void changed(long number) {
        waiters.changed(number, get(number));
    }

    /** Likewise, of an entry whose number is not known; what changes is mostly new. */
    void changed(T entry) {
        for (long number = last; number >= first && waiters.count() > 0; number--) {
            if (get(number).equals(entry)) {
                waiters.changed(number, entry);
                return;
            }
        }
    }

    private void forgetFirst() {
        int index = index(first);
        T entry = ring.set(index, null);
        totalWeight -= weight.applyAsLong(entry);
        forgotten.accept(entry);
        first++;
    }

    private int index(long number) {
        return (int) ((number - base - 1) % capacity);
    }

    void clear() {
        while (first <= last) {
            forgetFirst();
        }
        ring.clear();
        base = last;
    }

    void onForgotten(Consumer<T> listener) {
        forgotten = listener;
    }

    /** Number of the oldest entry that is kept; one more than {@link #last} when there is none. */
    long first() {
        return first;
    }

    /** Number of the newest entry; 0 when there never was one. */
    long last() {
        return last;
    }

    T get(long number) {
        return ring.get(index(number));
    }

    /** The entry with this number, unless it was forgotten. */
    Optional<T> find(String number) {
        try {
            long wanted = Long.parseLong(number);
            return wanted >= first && wanted <= last ? Optional.of(get(wanted)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    Waiters<T> waiters() {
        return waiters;
    }
}
