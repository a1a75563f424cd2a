package dev.linqroutes.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a mailbox below the number of messages that Linq lets through in a rolling minute (reference 1.4), so that a burst
 * meets no 429.
 *
 * <p>Not thread-safe: a worker has it alone.
 */
final class Pace {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int messagesPerMinute;
    private final Deque<Instant> sent;

    /** @param sent when messages were sent, in any order */
    Pace(int messagesPerMinute, Collection<Instant> sent) {
        if (messagesPerMinute < 1) {
            throw new IllegalArgumentException("at least one message a minute has to go, not " + messagesPerMinute);
        }
        this.messagesPerMinute = messagesPerMinute;
        this.sent = new ArrayDeque<>(sent.stream().sorted().toList());
    }

    /** When the next message may go; empty for now. */
    Optional<Instant> nextAfter(Instant now) {
        forgetBefore(now.minus(WINDOW));
        if (sent.size() < messagesPerMinute) {
            return Optional.empty();
        }
        // A clock that was set back must not hold the mailbox longer than the window.
        Instant free = sent.stream()
                .skip(sent.size() - messagesPerMinute)
                .findFirst()
                .orElseThrow()
                .plus(WINDOW);
        return Optional.of(free.isAfter(now.plus(WINDOW)) ? now.plus(WINDOW) : free);
    }

    /** A message has gone out, as far as one can know. */
    void sent(Instant now) {
        sent.add(now);
    }

    /** The messages that still count. */
    List<Instant> recent(Instant now) {
        forgetBefore(now.minus(WINDOW));
        return List.copyOf(sent);
    }

    private void forgetBefore(Instant time) {
        while (!sent.isEmpty() && !sent.element().isAfter(time)) {
            sent.remove();
        }
    }
}
