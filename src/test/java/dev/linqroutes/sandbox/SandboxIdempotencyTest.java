package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.aMediaPart;
import static dev.linqroutes.sandbox.TestSandbox.aMessage;
import static dev.linqroutes.sandbox.TestSandbox.aText;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
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
    void a_repeated_request_gets_its_answer_whatever_has_changed_since() {
        String chat = linq.createGroup("Welcome!", ANN, BOB, CAROL).chatId();
        ObjectNode message = aText("Track it").put("idempotency_key", "ord-1001-2");
        Reply first = linq.send(chat, message);
        linq.leaveAndWait(chat);
        linq.flagTheLine();

        assertThat(linq.send(chat, message).body()).isEqualTo(first.body());
        ObjectNode gone =
                aMessage(aMediaPart("https://example.com/sandbox-5007/a.png")).put("idempotency_key", "ord-1001-2");
        assertThat(linq.send(chat, gone).body()).isEqualTo(first.body());
        assertThat(linq.create(List.of(ANN, ANN), gone).chatId()).isEqualTo(chat);
        ObjectNode lineless = JsonTrees.object();
        lineless.set("to", JsonTrees.texts(List.of(ANN, ANN)));
        lineless.set("message", aText("Track it"));
        assertThat(linq.postWithKey("/messages", "ord-1001-2", lineless).messageId())
                .isEqualTo(first.messageId());
    }

    @Test
    void a_repeated_poll_gets_its_answer_though_the_chat_has_no_polls_any_more() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        Reply first = linq.post("/chats/" + chat + "/polls", aPoll("poll-1"));
        linq.reachBy(ANN, "SMS");
        linq.advance("PT1M");
        linq.send(chat, "Now by SMS");

        assertThat(linq.poll(chat, "Tea", "Coffee").code()).isEqualTo(2017);
        assertThat(linq.post("/chats/" + chat + "/polls", aPoll("poll-1")).body())
                .isEqualTo(first.body());
    }

    @Test
    void a_poll_and_a_message_have_no_key_in_common() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        linq.send(chat, aText("Track it").put("idempotency_key", "of-a-message"));
        linq.advance("PT1M");
        linq.post("/chats/" + chat + "/polls", aPoll("of-a-poll"));

        assertThat(linq.post("/chats/" + chat + "/polls", aPoll("of-a-message")).code())
                .isEqualTo(1005);
        assertThat(linq.send(chat, aText("Track it").put("idempotency_key", "of-a-poll"))
                        .code())
                .isEqualTo(1005);
        assertThat(linq.create(List.of(ANN, BOB), aText("Welcome!").put("idempotency_key", "of-a-poll"))
                        .code())
                .isEqualTo(1005);
    }

    @Test
    void the_key_of_a_poll_is_as_long_as_that_of_a_message() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();

        assertThat(linq.post("/chats/" + chat + "/polls", aPoll("k".repeat(256)))
                        .code())
                .isEqualTo(1005);
        assertThat(linq.post("/chats/" + chat + "/polls", aPoll("")).code()).isEqualTo(1005);
        assertThat(linq.post("/chats/" + chat + "/polls", aPoll("k".repeat(255)))
                        .status())
                .isEqualTo(201);
    }

    private static ObjectNode aPoll(String key) {
        ObjectNode body = JsonTrees.object();
        ObjectNode poll = body.putObject("poll").put("idempotency_key", key);
        poll.putArray("options")
                .add(JsonTrees.object().put("text", "Tea"))
                .add(JsonTrees.object().put("text", "Coffee"));
        return body;
    }

    @Test
    void a_replay_names_no_unknown_fields() {
        ObjectNode message = aText("Welcome!").put("idempotency_key", "ord-1001-1");
        linq.create(List.of(ANN, BOB), message);
        linq.create(List.of(ANN, BOB), message);

        assertThat(linq.request("GET", linq.url("/sandbox/requests"), "", "")
                        .body()
                        .path("requests"))
                .hasSize(2)
                .allSatisfy(
                        request -> assertThat(request.path("unknown_fields")).isEmpty());
    }

    @Test
    void the_key_of_a_refused_request_can_be_reused() {
        ObjectNode wrong = aText("see example.com").put("idempotency_key", "ord-1001-1");
        linq.create(List.of(ANN, BOB), wrong);

        Reply reply = linq.create(List.of(ANN, BOB), aText("Welcome!").put("idempotency_key", "ord-1001-1"));

        assertThat(reply.status()).isEqualTo(201);
    }

    @Test
    void a_key_of_a_person_s_message_is_not_the_account_s() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        ObjectNode said =
                JsonTrees.object().put("chat_id", chat).put("text", "Hi").put("idempotency_key", "k-1");
        String heard = linq.person(ANN, "messages", said).text("/id");
        assertThat(heard).isNotEmpty();

        Reply sent = linq.send(chat, aText("Track it").put("idempotency_key", "k-1"));
        linq.call("DELETE", "/messages/" + heard, JsonTrees.object());

        assertThat(linq.textsIn(chat)).contains("Track it");
        assertThat(linq.send(chat, aText("Track it").put("idempotency_key", "k-1"))
                        .messageId())
                .isEqualTo(sent.messageId());
    }
}
