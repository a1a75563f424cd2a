package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Messages of the last 60 seconds, against a limit (reference 1.4). */
final class SlidingWindowLimiter {
    private static final Duration LENGTH = Duration.ofSeconds(60);
    private final Deque<Instant> recorded = new ArrayDeque<>(2);

    /** @throws ApiError 429/1007 with the seconds to wait, when the window is full */
    void requireCapacity(int limit, Instant now) {
        removeBefore(now.minus(LENGTH));
        if (recorded.size() < limit) {
            return;
        }
        Duration wait = Duration.between(now, recorded.getFirst().plus(LENGTH));
        throw ApiError.rateLimited(wait.plusMillis(999).toSeconds());
    }

    void record(Instant at) {
        removeBefore(at.minus(LENGTH));
        recorded.addLast(at);
    }

    boolean isOver(Instant now) {
        removeBefore(now.minus(LENGTH));
        return recorded.isEmpty();
    }

    JsonNode json() {
        return JsonTrees.texts(recorded.stream().map(Instant::toString).toList());
    }

    static SlidingWindowLimiter read(JsonNode json) {
        SlidingWindowLimiter limiter = new SlidingWindowLimiter();
        json.forEach(at -> limiter.recorded.addLast(Instant.parse(at.textValue())));
        return limiter;
    }

    private void removeBefore(Instant start) {
        while (!recorded.isEmpty() && !recorded.getFirst().isAfter(start)) {
            recorded.removeFirst();
        }
    }
}
