package dev.linqroutes.sandbox.record;

import dev.linqroutes.sandbox.http.ApiError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Those who wait for entries of a log. They are called when the entries are there, or have become what they wait for; nothing polls. */
final class Waiters<T> {
    /** More than a test has at once; each waiter looks at each entry that comes or changes. */
    static final int MAX = 100;

    private final List<Waiter> waiting = new ArrayList<>();

    /** Waits for so many matching entries. */
    final class Waiter {
        private final long after;
        private final Predicate<T> filter;
        private final int count;
        private final Runnable whenComplete;
        private final Set<Long> found = new HashSet<>();

        private Waiter(long after, Predicate<T> filter, int count, Runnable whenComplete) {
            this.after = after;
            this.filter = filter;
            this.count = count;
            this.whenComplete = whenComplete;
        }

        void stop() {
            waiting.remove(this);
        }

        private boolean isCompleteWith(long number, T entry) {
            if (number > after && filter.test(entry)) {
                found.add(number);
            } else {
                found.remove(number);
            }
            return found.size() >= count;
        }
    }

    /**
     * @param after number before the entries that are waited for
     * @param present numbers of matching entries that are there already, fewer than those waited for
     * @throws ApiError 429 when too many wait already
     */
    Waiter add(long after, Predicate<T> filter, Collection<Long> present, int count, Runnable whenComplete) {
        if (waiting.size() == MAX) {
            throw ApiError.rateLimited(1);
        }
        Waiter waiter = new Waiter(after, filter, count, whenComplete);
        waiter.found.addAll(present);
        waiting.add(waiter);
        return waiter;
    }

    /** An entry has come, or is not what it was. */
    void changed(long number, T entry) {
        if (waiting.isEmpty()) {
            return;
        }
        for (Waiter waiter : List.copyOf(waiting)) {
            if (waiter.isCompleteWith(number, entry)) {
                waiting.remove(waiter);
                waiter.whenComplete.run();
            }
        }
    }

    int count() {
        return waiting.size();
    }
}
