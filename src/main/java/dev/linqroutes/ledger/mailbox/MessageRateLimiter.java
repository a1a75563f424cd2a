package dev.linqroutes.ledger.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Limits the messages of a mailbox in a rolling minute to what Linq allows (reference 1.4), so that a burst is not answered
 * with 429.
 *
 * <p>Not thread-safe.
 */
final class MessageRateLimiter {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int messagesPerMinute;
    private final Deque<Instant> sentAt;

    /** @param sent when messages were sent, in any order */
    MessageRateLimiter(int messagesPerMinute, Collection<Instant> sent) {
        if (messagesPerMinute < 1) {
            throw new IllegalArgumentException("messages per minute must be at least 1, not " + messagesPerMinute);
        }
        this.messagesPerMinute = messagesPerMinute;
        this.sentAt = new ArrayDeque<>(sent.stream().sorted().toList());
    }

    /** When the next message may be sent; empty for now. */
    Optional<Instant> nextPermittedAt(Instant now) {
        forgetBefore(now.minus(WINDOW));
        if (sentAt.size() < messagesPerMinute) {
            return Optional.empty();
        }
        // After the clock was set back the mailbox must not wait longer than the window.
        Instant free = sentAt.stream()
                .skip(sentAt.size() - messagesPerMinute)
                .findFirst()
                .orElseThrow()
                .plus(WINDOW);
        return Optional.of(free.isAfter(now.plus(WINDOW)) ? now.plus(WINDOW) : free);
    }

    /** Records a message that was sent, or may have been. */
    void recordSent(Instant now) {
        sentAt.add(now);
    }

    /** When the messages were sent that still count. */
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
