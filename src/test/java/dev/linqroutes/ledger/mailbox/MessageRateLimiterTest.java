package dev.linqroutes.ledger.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MessageRateLimiterTest {
    private static final Instant START = Instant.parse("2026-08-21T09:00:00Z");

    @Property
    void no_minute_sees_more_messages_than_allowed_and_none_waits_longer_than_a_minute(
            @ForAll @IntRange(min = 1, max = 30) int allowed,
            @ForAll @Size(max = 100) List<@IntRange(min = 0, max = 30_000) Integer> pauses) {
        MessageRateLimiter limiter = new MessageRateLimiter(allowed, List.of());
        List<Instant> sent = new ArrayList<>();
        Instant now = START;
        for (int pause : pauses) {
            now = now.plusMillis(pause);
            Instant next = limiter.nextPermittedAt(now).orElse(now);
            assertThat(Duration.between(now, next)).isBetween(Duration.ZERO, Duration.ofMinutes(1));
            now = next;
            assertThat(limiter.nextPermittedAt(now)).isEmpty();
            limiter.recordSent(now);
            sent.add(now);
        }
        for (Instant end : sent) {
            assertThat(sent.stream().filter(time -> !time.isAfter(end) && time.isAfter(end.minusSeconds(60))))
                    .hasSizeLessThanOrEqualTo(allowed);
        }
    }

    @Test
    void messages_of_the_previous_worker_count() {
        MessageRateLimiter first = new MessageRateLimiter(2, List.of());
        first.recordSent(START);
        first.recordSent(START.plusSeconds(10));

        MessageRateLimiter second = new MessageRateLimiter(2, first.recentlySent(START.plusSeconds(20)));

        assertThat(second.nextPermittedAt(START.plusSeconds(20))).contains(START.plusSeconds(60));
    }

    @Test
    void messages_older_than_a_minute_do_not_count() {
        MessageRateLimiter limiter = new MessageRateLimiter(2, List.of(START));

        assertThat(limiter.recentlySent(START.plusSeconds(61))).isEmpty();
    }

    @Test
    void a_clock_set_back_delays_a_mailbox_by_a_minute_at_most() {
        MessageRateLimiter limiter = new MessageRateLimiter(1, List.of(START.plus(Duration.ofHours(3))));

        assertThat(limiter.nextPermittedAt(START)).contains(START.plusSeconds(60));
    }

    @Test
    void a_limit_below_one_is_rejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageRateLimiter(0, List.of()));
    }
}
