package dev.linqroutes.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.sandbox.http.ApiError;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlidingWindowLimiterTest {
    @Test
    void capacity_returns_sixty_seconds_after_the_oldest_message() {
        Instant start = Instant.parse("2026-08-20T08:00:00Z");
        SlidingWindowLimiter window = new SlidingWindowLimiter();
        window.record(start);
        window.record(start.plusSeconds(30));

        assertThatThrownBy(() -> window.requireCapacity(2, start.plusMillis(47_500)))
                .isInstanceOfSatisfying(ApiError.class, refusal -> assertThat(refusal.retryAfter())
                        .hasValue(13));
        assertThatThrownBy(() -> window.requireCapacity(2, start.plusMillis(59_999)))
                .isInstanceOfSatisfying(ApiError.class, refusal -> assertThat(refusal.retryAfter())
                        .hasValue(1));
        assertThatCode(() -> window.requireCapacity(2, start.plusSeconds(60))).doesNotThrowAnyException();
    }
}
