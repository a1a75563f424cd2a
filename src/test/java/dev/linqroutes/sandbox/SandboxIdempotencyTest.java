package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.aText;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxIdempotencyTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withPairLimitPerMinute(2));

    @Test
    void a_repeated_create_returns_the_first_response_and_sends_nothing() {
        ObjectNode message = aText("Welcome!").put("idempotency_key", "ord-1001-1");

        Reply first = linq.create(List.of(ANN, BOB), message);
        Reply again = linq.create(List.of(ANN, BOB), message);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(linq.textsIn(first.chatId())).containsExactly("Welcome!");
    }

    @Test
    void a_repeated_create_finds_its_chat_after_a_rename() {
        ObjectNode message = aText("Welcome!").put("idempotency_key", "ord-1001-1");
        Reply first = linq.create(List.of(ANN, BOB), message);
        linq.nameAndWait(first.chatId(), "Order 1001");

        assertThat(linq.create(List.of(ANN, BOB), message).chatId()).isEqualTo(first.chatId());
    }

    @Test
    void a_repeated_send_returns_the_first_response_and_is_not_counted() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        ObjectNode message = aText("Track it").put("idempotency_key", "ord-1001-2");

        Reply first = linq.send(chat, message);
        Reply second = linq.send(chat, message);
        Reply third = linq.send(chat, message);

        assertThat(List.of(first.status(), second.status(), third.status())).containsOnly(202);
        assertThat(third.body()).isEqualTo(first.body());
        assertThat(linq.textsIn(chat)).containsExactly("Welcome!", "Track it");
    }

    @Test
    void the_key_of_a_refused_request_can_be_reused() {
        ObjectNode wrong = aText("see example.com").put("idempotency_key", "ord-1001-1");
        linq.create(List.of(ANN, BOB), wrong);

        Reply reply = linq.create(List.of(ANN, BOB), aText("Welcome!").put("idempotency_key", "ord-1001-1"));

        assertThat(reply.status()).isEqualTo(201);
    }
}
