package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxSpecialMessageTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withPairLimitPerMinute(3));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private Reply memo(String chat) {
        return linq.post(
                "/chats/" + chat + "/voicememo",
                JsonTrees.object().put("voice_memo_url", "https://example.com/memo.m4a"));
    }

    private Reply poll(String chat, String key, String... options) {
        ObjectNode body = JsonTrees.object();
        ObjectNode poll = body.putObject("poll").put("idempotency_key", key);
        for (String option : options) {
            poll.withArray("options").add(JsonTrees.object().put("text", option));
        }
        return linq.post("/chats/" + chat + "/polls", body);
    }

    private int messages() {
        return linq.record().at("/chats/0/messages").size();
    }

    @Test
    void every_request_sends_a_voice_memo_without_idempotency_key() {
        linq.subscribe(inbox.url(), "message.sent");
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();

        assertThat(memo(chat).status()).isEqualTo(202);
        assertThat(memo(chat).status()).isEqualTo(202);

        assertThat(messages()).isEqualTo(3);
        inbox.awaitFirst("message.sent");
    }

    @Test
    void a_voice_memo_counts_against_the_limit() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        memo(chat);
        memo(chat);

        assertThat(memo(chat).code()).isEqualTo(1007);
    }

    @Test
    void a_voice_memo_has_exactly_one_source() {
        String path = "/chats/" + linq.createGroup("Welcome!", ANN, BOB).chatId() + "/voicememo";

        assertThat(linq.post(path, JsonTrees.object()).status()).isEqualTo(400);
        assertThat(linq.post(path, JsonTrees.object().put("voice_memo_url", "http://example.com/memo.m4a"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_poll_repeated_with_its_key_is_sent_once() {
        linq.subscribe(inbox.url(), "poll.sent");
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();

        Reply first = poll(chat, "k-1", "Tuesday", "Thursday");
        Reply again = poll(chat, "k-1", "Tuesday", "Thursday");

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.text("/message_id")).isEqualTo(first.text("/message_id"));
        assertThat(messages()).isEqualTo(2);
        JsonNode event = inbox.awaitFirst("poll.sent").body().path("data");
        assertThat(event.path("message_id").asText()).isEqualTo(first.text("/message_id"));
        assertThat(event.at("/poll/options/0/text").asText()).isEqualTo("Tuesday");
        assertThat(event.has("id")).isFalse();
        assertThat(event.has("idempotency_key")).isFalse();
        assertThat(linq.get("/messages/" + first.text("/message_id") + "/poll")
                        .body()
                        .at("/poll/options/1/text")
                        .asText())
                .isEqualTo("Thursday");
    }

    @Test
    void a_poll_needs_two_options() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();

        assertThat(poll(chat, "k-1", "Tuesday").status()).isEqualTo(400);
        assertThat(messages()).isEqualTo(1);
    }
}
