package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.LINE;
import static dev.linqroutes.sandbox.TestSandbox.aMessage;
import static dev.linqroutes.sandbox.TestSandbox.aTextPart;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mentions in answers and webhooks (reference 0.8). */
class SandboxMentionTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private static JsonNode mentions(JsonNode part) {
        assertThat(part.has("mentions")).isTrue();
        return part.path("mentions");
    }

    private static ObjectNode aMention(String handle, boolean isMe, int start, int end) {
        ObjectNode mention = JsonTrees.object().put("handle", handle).put("is_me", isMe);
        mention.putArray("range").add(start).add(end);
        return mention;
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-03", "2025-01-01"})
    void a_text_says_who_is_mentioned_and_where(String version) {
        linq.subscribe(inbox.url() + "?version=" + version, "message.sent");
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        ObjectNode part = aTextPart("Hi Ann!").put("mention", ANN);
        part.putArray("mention_range").add(3).add(6);

        Reply sent = linq.send(chat, aMessage(part));

        assertThat(mentions(sent.body().at("/message/parts/0"))).containsExactly(aMention(ANN, false, 3, 6));
        assertThat(mentions(linq.get("/messages/" + sent.messageId()).body().at("/parts/0")))
                .containsExactly(aMention(ANN, false, 3, 6));
        JsonNode data = inbox.await(2).get(1).body().path("data");
        String parts = version.equals("2026-02-03") ? "/parts/0" : "/message/parts/0";
        assertThat(mentions(data.at(parts))).containsExactly(aMention(ANN, false, 3, 6));
    }

    @Test
    void a_mention_without_a_range_is_the_whole_text() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();

        assertThat(mentions(linq.send(chat, aMessage(aTextPart("Ann").put("mention", ANN)))
                        .body()
                        .at("/message/parts/0")))
                .containsExactly(aMention(ANN, false, 0, 3));
    }

    @Test
    void a_text_without_a_mention_says_null() {
        JsonNode created = linq.createGroup("Welcome!", ANN, BOB).body();

        assertThat(mentions(created.at("/chat/message/parts/0")).isNull()).isTrue();
    }

    @Test
    void a_person_can_mention_the_line() {
        linq.subscribe(inbox.url(), "message.received");
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        ObjectNode body = JsonTrees.object().put("chat_id", chat);
        body.set("parts", JsonTrees.array(List.of(aTextPart("You").put("mention", LINE)), part -> part));

        linq.person(ANN, "messages", body);

        assertThat(mentions(inbox.awaitFirst("message.received").body().at("/data/parts/0")))
                .containsExactly(aMention(LINE, true, 0, 3));
    }

    @Test
    void an_edited_text_mentions_nobody() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        ObjectNode part = aTextPart("Hi Ann!").put("mention", ANN);
        part.putArray("text_decorations")
                .addObject()
                .put("style", "bold")
                .putArray("range")
                .add(3)
                .add(6);
        String message = linq.send(chat, aMessage(part)).messageId();

        JsonNode edited = linq.call(
                        "PATCH", "/messages/" + message, JsonTrees.object().put("text", "Hi"))
                .body()
                .at("/parts/0");

        assertThat(mentions(edited).isNull()).isTrue();
        assertThat(edited.has("mention")).isFalse();
        assertThat(edited.has("text_decorations")).isFalse();
    }
}
