package dev.linqroutes.sandbox.faults;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Holds answers until the webhooks of their requests were answered, or a time is over. */
final class HeldAnswers {
    private static final long LONGEST_MILLIS = Duration.ofSeconds(2).toMillis();
    private static final int MAX_EXPECTED = 1_000;

    /** What a request has caused and is not over, by the trace id of the request. */
    private final Map<String, Set<Object>> open = new BoundedMap<>(MAX_EXPECTED);

    private final Map<String, Runnable> held = new HashMap<>();

    /** Counts what this request causes from now on. */
    void expect(String traceId) {
        open.put(traceId, new HashSet<>());
    }

    void begin(String traceId, Object effect) {
        if (open.containsKey(traceId)) {
            open.get(traceId).add(effect);
        }
    }

    void end(Object effect) {
        Set<String> settled = new HashSet<>();
        open.forEach((traceId, effects) -> {
            if (effects.remove(effect) && effects.isEmpty()) {
                settled.add(traceId);
            }
        });
        settled.forEach(this::release);
    }

    void hold(String traceId, Vertx vertx, Runnable answer) {
        held.put(traceId, answer);
        if (open.getOrDefault(traceId, Set.of()).isEmpty()) {
            release(traceId);
        } else {
            vertx.setTimer(LONGEST_MILLIS, timer -> release(traceId));
        }
    }

    private void release(String traceId) {
        Runnable answer = held.remove(traceId);
        if (answer != null) {
            open.remove(traceId);
            answer.run();
        }
    }
}
