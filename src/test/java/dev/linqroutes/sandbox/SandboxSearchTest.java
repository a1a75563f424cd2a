package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Chats are found by what is written in them, and shown around a message that was found. */
class SandboxSearchTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @Test
    void a_search_says_where_a_chat_has_the_text() {
        Reply old = linq.createGroup("Where is MY order 7?", ANN, BOB);
        String chat = old.chatId();
        linq.says(ANN, chat, "On its way");
        linq.poll(chat, "Pizza", "Pasta");

        assertThat(found("my%20order").path("message_id").asText()).isEqualTo(old.messageId());
        assertThat(found("my%20order").path("text").asText()).isEqualTo("Where is MY order 7?");
        assertThat(found("pasta").path("in").asText()).isEqualTo("message");
        assertThat(found(BOB.substring(1)).path("in").asText()).isEqualTo("member");
        assertThat(found(chat).path("in").asText()).isEqualTo("id");
        assertThat(show("/chats").at("/chats/0/found").isNull()).isTrue();
        assertThat(show("/chats?search=.*").path("chats")).as("no pattern").isEmpty();
    }

    private JsonNode found(String text) {
        return show("/chats?search=" + text).at("/chats/0/found");
    }

    @Test
    void the_excerpt_of_a_search_is_short_and_has_whole_characters() {
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        linq.says(ANN, chat, "\uD83D\uDE00".repeat(1_001) + "needle" + "\uD83D\uDE00".repeat(1_001));

        String text = found("needle").path("text").asText();

        assertThat(text).startsWith("…\uD83D\uDE00").endsWith("\uD83D\uDE00…").hasSizeLessThan(140);
    }

    @Test
    void a_search_reads_a_bounded_part_of_the_messages_and_says_so() {
        String chat = linq.createGroup("needle", ANN, BOB).chatId();
        String text = "x".repeat(9_900);
        for (int read = 0; read <= 5_000_000; read += text.length()) {
            linq.says(ANN, chat, text);
        }

        JsonNode answer = show("/chats?search=needle");

        assertThat(answer.path("chats")).isEmpty();
        assertThat(answer.path("searched_all").booleanValue()).isFalse();
        assertThat(show("/chats?search=" + ANN.substring(1))
                        .path("searched_all")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void a_chat_is_shown_around_one_of_its_older_messages() {
        Reply first = linq.createGroup("one", ANN, BOB);
        String chat = first.chatId();
        for (int count = 1; count < 450; count++) {
            linq.says(ANN, chat, "text " + count);
        }
        JsonNode newest = show("/chats/" + chat);
        assertThat(newest.at("/messages/0/parts/0/value").asText()).isEqualTo("text 250");
        assertThat(newest.path("has_earlier").booleanValue()).isTrue();
        assertThat(newest.path("has_later").booleanValue()).isFalse();

        String early = newest.at("/messages/0/id").asText();
        assertThat(show("/chats/" + chat + "?message_id=" + early)).isEqualTo(newest);
        JsonNode oldest = show("/chats/" + chat + "?message_id=" + first.messageId());
        assertThat(oldest.at("/messages/0/id").asText()).isEqualTo(first.messageId());
        assertThat(oldest.path("messages")).hasSize(200);
        assertThat(oldest.path("has_earlier").booleanValue()).isFalse();
        assertThat(oldest.path("has_later").booleanValue()).isTrue();
        assertThat(show("/chats/" + chat + "?message_id=gone")).isEqualTo(newest);
    }

    private JsonNode show(String path) {
        return linq.admin("GET", path, JsonTrees.object()).body();
    }
}
