package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.aText;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxMessageRecordTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    private JsonNode messages(String query) {
        return linq.request("GET", linq.url("/sandbox/messages?" + query), "", "")
                .body();
    }

    private List<String> texts(String query) {
        return messages(query)
                .path("messages")
                .valueStream()
                .map(message -> message.at("/parts/0/value").asText())
                .toList();
    }

    @Test
    void messages_of_all_chats_are_shown_in_their_order() {
        String chat = linq.create(List.of(ANN, BOB), aText("one").put("idempotency_key", "k-1"))
                .chatId();
        linq.create(List.of(ANN), aText("two"));
        linq.says(BOB, chat, "three");

        assertThat(texts("")).containsExactly("one", "two", "three");
        JsonNode first = messages("").at("/messages/0");
        assertThat(first.path("chat_id").asText()).isEqualTo(chat);
        assertThat(first.path("seq").intValue()).isEqualTo(1);
        assertThat(first.path("idempotency_key").asText()).isEqualTo("k-1");
        assertThat(texts("after=1&limit=1")).containsExactly("two");
        assertThat(messages("after=1&limit=1").path("last_seq").intValue()).isEqualTo(2);
    }

    @Test
    void messages_are_found_by_chat_sender_direction_and_text() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        linq.create(List.of(ANN), aText("Hello Ann"));
        linq.says(BOB, chat, "When do we meet?");

        assertThat(texts("chat_id=" + chat)).containsExactly("Welcome!", "When do we meet?");
        assertThat(texts("from=" + BOB)).containsExactly("When do we meet?");
        assertThat(texts("from=" + BOB.replace("+", "%2B"))).containsExactly("When do we meet?");
        assertThat(texts("direction=inbound")).containsExactly("When do we meet?");
        assertThat(texts("direction=outbound&text=Ann")).containsExactly("Hello Ann");
        assertThat(linq.admin("GET", "/messages?direction=up", JsonTrees.object())
                        .status())
                .isEqualTo(400);
        assertThat(linq.admin("GET", "/messages?from=nobody", JsonTrees.object())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void an_awaited_message_is_shown_with_its_outcome() throws Exception {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        CompletableFuture<JsonNode> later = CompletableFuture.supplyAsync(
                () -> messages("text=two&await=PT30S").path("messages"));

        linq.send(chat, "one");
        linq.send(chat, "two");

        JsonNode shown = later.get(20, TimeUnit.SECONDS);
        assertThat(shown).hasSize(1);
        assertThat(shown.at("/0/delivery_status").asText()).isEqualTo("sent");
    }

    @Test
    void a_poll_has_its_options_wherever_messages_are_shown() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        linq.poll(chat, "Tuesday", "Thursday");

        assertThat(linq.record().at("/chats/0/messages/1/poll/options/1/text").asText())
                .isEqualTo("Thursday");
        assertThat(messages("chat_id=" + chat)
                        .at("/messages/1/poll/options/1/text")
                        .asText())
                .isEqualTo("Thursday");
    }

    @Test
    void an_edited_message_is_awaited_by_its_new_text() throws Exception {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        String message = linq.send(chat, "at noon").messageId();
        CompletableFuture<JsonNode> later = CompletableFuture.supplyAsync(
                () -> messages("text=at+one&await=PT30S").path("messages"));

        linq.call("PATCH", "/messages/" + message, JsonTrees.object().put("text", "at one"));

        assertThat(later.get(20, TimeUnit.SECONDS)).hasSize(1);
    }

    @Test
    void a_message_that_does_not_come_times_out() {
        assertThat(messages("text=never&await=PT0.05S").path("timed_out").booleanValue())
                .isTrue();
    }
}
