package dev.linqroutes.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The messages one chat got in the last 60 seconds (reference 1.4). */
final class RollingWindow {
    private static final Duration LENGTH = Duration.ofSeconds(60);
    private final Deque<Instant> taken = new ArrayDeque<>(2);

    /** @throws Refusal 429/1007 with the whole seconds to wait, when the window is full at that time */
    void requireRoom(int limit, Instant now) {
        forgetBefore(now.minus(LENGTH));
        if (taken.size() < limit) {
            return;
        }
        Duration wait = Duration.between(now, taken.getFirst().plus(LENGTH));
        throw Refusal.tooMany(wait.plusMillis(999).toSeconds());
    }

    void take(Instant at) {
        forgetBefore(at.minus(LENGTH));
        taken.addLast(at);
    }

    private void forgetBefore(Instant start) {
        while (!taken.isEmpty() && !taken.getFirst().isAfter(start)) {
            taken.removeFirst();
        }
    }
}
