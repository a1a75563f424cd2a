package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.world.SlidingWindowLimiter;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxRateLimitTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withPairLimitPerMinute(3));

    @Test
    void a_message_over_the_limit_is_refused_with_the_time_to_wait() {
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        linq.send(chat, "two");
        linq.createGroup("three", ANN, BOB);

        Reply refused = linq.send(chat, "four");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo(1007);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(50, 60);
        assertThat(refused.body().at("/error/retry_after").asText()).isEqualTo(refused.header("Retry-After"));
        assertThat(linq.textsIn(chat)).containsExactly("one", "two", "three");
    }

    @Test
    void a_create_into_a_limited_chat_is_refused() {
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        linq.send(chat, "two");
        linq.send(chat, "three");

        assertThat(linq.createGroup("four", ANN, BOB).status()).isEqualTo(429);
    }

    @Test
    void other_chats_are_not_limited() {
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        linq.send(chat, "two");
        linq.send(chat, "three");

        assertThat(linq.createGroup("one", ANN, CAROL).status()).isEqualTo(201);
    }

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
