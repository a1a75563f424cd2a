package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.TestSandbox.Reply;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxFirstMessageTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Track it: https://example.com/t/1001",
                "HTTP://EXAMPLE.COM",
                "see www.example.invalid",
                "see WWW.example.com!",
                "see example.com",
                "(Example.CO.UK)",
                "go to shop.example.co.uk/sale.",
                "ftp://files.example.org/a",
                "app://open/this",
                "xn--bcher-kva.de",
                "bücher.de",
                "mail jane@example.com or see example.net",
                "t.co/abc"
            })
    void a_link_in_the_first_message_is_refused(String text) {
        Reply reply = linq.createGroup(text, ANN, BOB);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(1005);
        assertThat(linq.record().path("chats")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write to jane@example.com",
                "jane.co@example.co.uk, please",
                "Hello. It costs 3.50, e.g. on Monday...",
                "Welcome,Ann!See you at 9.30",
                "node.js and v1.2.3",
                "10:30 // noon"
            })
    void a_first_message_without_link_is_accepted(String text) {
        assertThat(linq.createGroup(text, ANN, BOB).status()).isEqualTo(201);
    }

    @Test
    void a_link_part_is_accepted_only_after_the_first_message() {
        var link = TestSandbox.aMessage(TestSandbox.aLinkPart("https://example.com/t/1001"));
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();

        assertThat(linq.create(List.of(ANN), link).code()).isEqualTo(1005);
        assertThat(linq.send(chat, link).status()).isEqualTo(202);
        assertThat(linq.send(chat, "see https://example.com").status()).isEqualTo(202);
    }

    @Test
    void the_link_rule_applies_to_reused_chats() {
        linq.createGroup("Welcome!", ANN, BOB);

        assertThat(linq.createGroup("see example.com", ANN, BOB).code()).isEqualTo(1005);
    }

    @Test
    void an_effect_is_accepted_only_after_the_first_message() {
        var message = TestSandbox.aText("Hooray");
        message.putObject("effect").put("type", "screen").put("name", "confetti");
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();

        assertThat(linq.create(List.of(ANN), message).code()).isEqualTo(1005);
        assertThat(linq.send(chat, message).status()).isEqualTo(202);
    }

    @Test
    void a_reply_needs_a_message_of_the_same_chat() {
        Reply created = linq.createGroup("Welcome!", ANN, BOB);
        var reply = TestSandbox.aText("Indeed");
        reply.putObject("reply_to").put("message_id", created.messageId());
        var stranger = TestSandbox.aText("What?");
        stranger.putObject("reply_to").put("message_id", UUID.randomUUID().toString());

        assertThat(linq.create(List.of(ANN), reply).code()).isEqualTo(1005);
        assertThat(linq.send(created.chatId(), reply).status()).isEqualTo(202);
        assertThat(linq.send(created.chatId(), stranger).code()).isEqualTo(2002);
    }
}
