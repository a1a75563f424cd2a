package dev.linqroutes.sandbox.record;

import dev.linqroutes.sandbox.http.ApiError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Those who wait for entries of a log. They are called when the entries are there; nothing polls. */
final class Waiters<T> {
    /** More than a test has at once; each waiter looks at each new entry. */
    static final int MAX = 100;

    private final List<Waiter> waiting = new ArrayList<>();

    /** Waits for so many matching entries. */
    final class Waiter {
        private final Predicate<T> filter;
        private final Runnable whenComplete;
        private long missing;

        private Waiter(Predicate<T> filter, long missing, Runnable whenComplete) {
            this.filter = filter;
            this.missing = missing;
            this.whenComplete = whenComplete;
        }

        void stop() {
            waiting.remove(this);
        }
    }

    /** @throws ApiError 429 when too many wait already */
    Waiter add(Predicate<T> filter, long missing, Runnable whenComplete) {
        if (waiting.size() == MAX) {
            throw ApiError.rateLimited(1);
        }
        Waiter waiter = new Waiter(filter, missing, whenComplete);
        waiting.add(waiter);
        return waiter;
    }

    void added(T entry) {
        if (waiting.isEmpty()) {
            return;
        }
        for (Waiter waiter : List.copyOf(waiting)) {
            if (waiter.filter.test(entry) && --waiter.missing == 0) {
                waiting.remove(waiter);
                waiter.whenComplete.run();
            }
        }
    }

    int count() {
        return waiting.size();
    }
}
