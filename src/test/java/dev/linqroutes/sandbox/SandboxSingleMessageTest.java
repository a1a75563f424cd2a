package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.aMessage;
import static dev.linqroutes.sandbox.TestSandbox.aText;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Threads, deleted messages and app cards. */
class SandboxSingleMessageTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    private Reply reply(String chat, String to, String text) {
        ObjectNode message = aText(text);
        message.putObject("reply_to").put("message_id", to);
        return linq.send(chat, message);
    }

    private List<String> thread(String message, String query) {
        return linq.get("/messages/" + message + "/thread" + query)
                .body()
                .path("messages")
                .valueStream()
                .map(each -> each.at("/parts/0/value").asText())
                .toList();
    }

    @Test
    void every_message_of_a_thread_gives_the_whole_thread() {
        Reply question = linq.createGroup("When?", ANN, BOB);
        String chat = question.chatId();
        Reply first = reply(chat, question.messageId(), "At nine");
        Reply other = linq.send(chat, "Something else");
        Reply second = reply(chat, first.messageId(), "Fine");

        assertThat(thread(question.messageId(), "")).containsExactly("When?", "At nine", "Fine");
        assertThat(thread(second.messageId(), "?order=desc")).containsExactly("Fine", "At nine", "When?");
        assertThat(thread(second.messageId(), "?limit=1")).containsExactly("When?");
        assertThat(thread(other.messageId(), "")).containsExactly("Something else");
        linq.call("DELETE", "/messages/" + question.messageId(), "");
        assertThat(thread(second.messageId(), "")).containsExactly("At nine", "Fine");
    }

    @Test
    void a_thread_is_of_a_known_message_in_one_of_two_orders() {
        String message = linq.createGroup("When?", ANN, BOB).messageId();

        assertThat(linq.get("/messages/" + UUID.randomUUID() + "/thread").code())
                .isEqualTo(2002);
        assertThat(linq.get("/messages/" + message + "/thread?order=newest").code())
                .isEqualTo(1005);
    }

    @Test
    void a_deleted_message_is_not_found_and_its_key_sends_nothing_again() {
        Reply group = linq.createGroup("Welcome!", ANN, BOB);
        ObjectNode keyed = aText("Once").put("idempotency_key", "k-1");
        String message = linq.send(group.chatId(), keyed).messageId();

        assertThat(linq.call("DELETE", "/messages/" + message, "").status()).isEqualTo(204);

        assertThat(linq.get("/messages/" + message).code()).isEqualTo(2002);
        assertThat(linq.send(group.chatId(), keyed).code()).isEqualTo(2002);
        assertThat(linq.call("DELETE", "/messages/" + message, "").code()).isEqualTo(2002);
        assertThat(linq.textsIn(group.chatId())).containsExactly("Welcome!");
    }

    private static JsonNode aCard() {
        ObjectNode card = JsonTrees.object().put("type", "imessage_app").put("url", "https://example.com/1");
        card.putObject("app").put("name", "Chess").put("team_id", "ABCDE12345").put("bundle_id", "com.example.chess");
        card.putObject("layout").put("caption", "Your move");
        return card;
    }

    private Reply update(String card, String layoutField, String value) {
        ObjectNode body = JsonTrees.object();
        body.putObject("layout").put(layoutField, value);
        return linq.post("/messages/" + card + "/update", body);
    }

    @Test
    void a_card_is_updated_by_a_message_of_its_own() {
        String card = linq.create(List.of(ANN), aMessage(aCard())).messageId();

        Reply updated = update(card, "caption", "Check");

        assertThat(updated.status()).isEqualTo(202);
        assertThat(updated.messageId()).isNotEqualTo(card);
        JsonNode part = updated.body().at("/message/parts/0");
        assertThat(part.at("/layout/caption").asText()).isEqualTo("Check");
        assertThat(part.at("/app/name").asText()).isEqualTo("Chess");
        assertThat(part.path("url").asText()).isEqualTo("https://example.com/1");
        assertThat(update(updated.messageId(), "subcaption", "Mate").status()).isEqualTo(202);
    }

    @Test
    void only_delivered_cards_of_the_account_are_updated() {
        Reply text = linq.createGroup("Hello", ANN);
        String inGroup = linq.create(List.of(ANN, BOB), aMessage(aCard())).messageId();
        String card = linq.create(List.of(ANN), aMessage(aCard())).messageId();

        assertThat(update(text.messageId(), "caption", "Check").code()).isEqualTo(1005);
        assertThat(update(inGroup, "caption", "Check").code()).isEqualTo(2015);
        assertThat(update(card, "image_title", "Check").code()).isEqualTo(1008);
        assertThat(update(card, "image_url", "https://example.com/sandbox-5006.png")
                        .code())
                .isEqualTo(5006);
    }
}
