package dev.linqroutes.sandbox.faults;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Knows which request is behind what happens now, and the faults that it named for itself. */
public final class Causes {
    /** Requests that named faults, whose effects may still be to come. */
    private static final int MAX_REMEMBERED = 1_000;

    private final Map<String, FaultSettings> named = new BoundedMap<>(MAX_REMEMBERED);
    private final HeldAnswers held = new HeldAnswers();
    private Optional<String> current = Optional.empty();

    /** Does this for the request of this trace id. */
    public <T> T during(String traceId, Supplier<T> work) {
        Optional<String> before = current;
        current = Optional.of(traceId);
        try {
            return work.get();
        } finally {
            current = before;
        }
    }

    /** What the request of this trace id does later. */
    public Runnable later(String traceId, Runnable work) {
        Object effect = new Object();
        held.begin(traceId, effect);
        return () -> {
            try {
                during(traceId, () -> {
                    work.run();
                    return effect;
                });
            } finally {
                held.end(effect);
            }
        };
    }

    /** An effect of the request behind what happens now, which takes some time. */
    public void begin(Object effect) {
        current.ifPresent(traceId -> held.begin(traceId, effect));
    }

    public void end(Object effect) {
        held.end(effect);
    }

    HeldAnswers held() {
        return held;
    }

    void name(String traceId, FaultSettings faults) {
        named.put(traceId, faults);
    }

    /** The faults of the request behind what happens now, if it named any. */
    Optional<FaultSettings> named() {
        return current.map(named::get);
    }
}
