package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.DAVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.TestSandbox.Reply;
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
    void people_in_no_full_chat_are_not_limited() {
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        linq.send(chat, "two");
        linq.send(chat, "three");

        assertThat(linq.createGroup("one", CAROL, DAVE).status()).isEqualTo(201);
    }

    @Test
    void a_person_in_two_groups_is_limited_over_both() {
        linq.createGroup("one", ANN, BOB);
        linq.createGroup("two", ANN, CAROL);
        linq.createGroup("three", ANN, DAVE);

        assertThat(linq.createGroup("four", BOB, CAROL).status()).isEqualTo(201);
        assertThat(linq.createGroup("five", ANN, BOB, CAROL).status()).isEqualTo(429);
    }
}
