package dev.linqroutes.ledger.mailbox;

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
final class MessageRateLimiter {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int messagesPerMinute;
    private final Deque<Instant> sentAt;

    /** @param sent when messages were sent, in any order */
    MessageRateLimiter(int messagesPerMinute, Collection<Instant> sent) {
        if (messagesPerMinute < 1) {
            throw new IllegalArgumentException("at least one message a minute has to go, not " + messagesPerMinute);
        }
        this.messagesPerMinute = messagesPerMinute;
        this.sentAt = new ArrayDeque<>(sent.stream().sorted().toList());
    }

    /** When the next message may go; empty for now. */
    Optional<Instant> nextPermittedAt(Instant now) {
        forgetBefore(now.minus(WINDOW));
        if (sentAt.size() < messagesPerMinute) {
            return Optional.empty();
        }
        // A clock that was set back must not hold the mailbox longer than the window.
        Instant free = sentAt.stream()
                .skip(sentAt.size() - messagesPerMinute)
                .findFirst()
                .orElseThrow()
                .plus(WINDOW);
        return Optional.of(free.isAfter(now.plus(WINDOW)) ? now.plus(WINDOW) : free);
    }

    /** A message has gone out, as far as one can know. */
    void recordSent(Instant now) {
        sentAt.add(now);
    }

    /** The messages that still count. */
    List<Instant> recentlySent(Instant now) {
        forgetBefore(now.minus(WINDOW));
        return List.copyOf(sentAt);
    }

    private void forgetBefore(Instant time) {
        while (!sentAt.isEmpty() && !sentAt.element().isAfter(time)) {
            sentAt.remove();
        }
    }
}
