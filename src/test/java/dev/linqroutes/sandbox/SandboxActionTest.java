package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxActionTest {
    @TempDir
    static Path directory;

    private final Path journal = directory.resolve(UUID.randomUUID() + ".jsonl");

    @RegisterExtension
    final TestSandbox linq =
            new TestSandbox(options -> options.withJournal(journal).withNamingDelay(Duration.ofMillis(10)));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private Reply aGroup() {
        return linq.createGroup("Welcome!", ANN, BOB, CAROL);
    }

    private Reply react(String message, String operation, String type) {
        return linq.post(
                "/messages/" + message + "/reactions",
                JsonTrees.object().put("operation", operation).put("type", type));
    }

    private Reply edit(String message, String text) {
        return linq.call(
                "PATCH",
                "/messages/" + message,
                JsonTrees.object().put("text", text).toString());
    }

    private List<String> kinds() {
        return linq.record().at("/chats/0/actions").findValuesAsText("kind");
    }

    @Test
    void a_reaction_publishes_an_event() {
        linq.subscribe(inbox.url(), "reaction.added", "reaction.removed");
        String message = aGroup().messageId();

        assertThat(react(message, "add", "love").status()).isEqualTo(202);

        var added = inbox.awaitFirst("reaction.added").body().path("data");
        assertThat(added.path("message_id").asText()).isEqualTo(message);
        assertThat(added.path("reaction_type").asText()).isEqualTo("love");
        assertThat(added.path("is_from_me").asBoolean()).isTrue();
        react(message, "remove", "love");
        inbox.awaitFirst("reaction.removed");
    }

    @Test
    void a_repeated_reaction_is_recorded_once() {
        String message = aGroup().messageId();
        react(message, "add", "love");
        react(message, "add", "love");
        react(message, "add", "laugh");
        react(message, "remove", "love");
        react(message, "remove", "love");
        react(message, "add", "love");

        assertThat(kinds()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"add, sticker", "add, cheer", "toggle, love", "add, custom"})
    void an_invalid_reaction_is_refused(String operation, String type) {
        assertThat(react(aGroup().messageId(), operation, type).status()).isEqualTo(400);
        assertThat(kinds()).isEmpty();
    }

    @Test
    void an_edit_changes_the_text_and_publishes_an_event() {
        linq.subscribe(inbox.url(), "message.edited");
        Reply group = aGroup();

        Reply edited = edit(group.messageId(), "Good morning!");

        assertThat(edited.status()).isEqualTo(200);
        assertThat(linq.textsIn(group.chatId())).containsExactly("Good morning!");
        assertThat(inbox.awaitFirst("message.edited")
                        .body()
                        .at("/data/part/text")
                        .asText())
                .isEqualTo("Good morning!");
    }

    @Test
    void a_message_can_be_edited_five_times() {
        String message = aGroup().messageId();
        for (int i = 0; i < 5; i++) {
            assertThat(edit(message, "try " + i).status()).isEqualTo(200);
        }

        assertThat(edit(message, "once more").status()).isEqualTo(409);
    }

    @Test
    void only_text_parts_can_be_edited() {
        String chat = aGroup().chatId();
        String link = linq.send(chat, TestSandbox.aMessage(TestSandbox.aLinkPart("https://example.com/a")))
                .messageId();

        assertThat(edit(link, "text").status()).isEqualTo(400);
        assertThat(edit(UUID.randomUUID().toString(), "text").code()).isEqualTo(2002);
        assertThat(edit(link, "").status()).isEqualTo(400);
    }

    @Test
    void setting_and_removing_a_background_publish_events() {
        linq.subscribe(inbox.url(), "chat.background_updated");
        String path = "/chats/" + aGroup().chatId() + "/background";

        assertThat(linq.post(path, JsonTrees.object().put("type", "color").put("variant", "mango"))
                        .status())
                .isEqualTo(202);
        assertThat(inbox.awaitFirst("chat.background_updated")
                        .body()
                        .at("/data/background/type")
                        .asText())
                .isEqualTo("color");
        assertThat(linq.call("DELETE", path, "").status()).isEqualTo(202);
        Awaitility.await().untilAsserted(() -> assertThat(kinds()).containsExactly("background", "background"));
    }

    @Test
    void a_background_needs_a_variant_that_there_is_or_two_shades() {
        String path = "/chats/" + aGroup().chatId() + "/background";
        ObjectNode color = JsonTrees.object().put("type", "color");
        ObjectNode style = JsonTrees.object().put("type", "dynamic").put("style", "sky");

        assertThat(linq.post(path, color).code()).isEqualTo(1001);
        assertThat(linq.post(path, color.deepCopy().put("variant", "red")).code())
                .isEqualTo(1005);
        assertThat(linq.post(path, color.set("shades", JsonTrees.texts(List.of("#112233", "#445566"))))
                        .status())
                .isEqualTo(202);
        assertThat(linq.post(path, style.put("variant", "light")).code()).isEqualTo(1005);
        assertThat(linq.post(path, style.put("variant", "dawn")).status()).isEqualTo(202);
    }

    @Test
    void a_photo_background_needs_an_image() {
        String path = "/chats/" + aGroup().chatId() + "/background";

        assertThat(linq.post(path, JsonTrees.object().put("type", "photo")).code())
                .isEqualTo(5007);
        assertThat(linq.post(path, JsonTrees.object().put("type", "video")).status())
                .isEqualTo(400);
    }

    @Test
    void a_contact_card_is_shared_once_a_day() {
        linq.createContactCard();
        String path = "/chats/" + aGroup().chatId() + "/share_contact_card";

        assertThat(linq.call("POST", path, "").status()).isEqualTo(204);
        assertThat(linq.call("POST", path, "").status()).isEqualTo(204);

        assertThat(kinds()).containsExactly("contact_card");
        assertThat(linq.get("/contact_card")
                        .body()
                        .at("/contact_cards/0/phone_number")
                        .asText())
                .isEqualTo(TestSandbox.LINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /background",
                "DELETE /background",
                "POST /share_contact_card",
                "POST /voicememo",
                "POST /polls"
            })
    void actions_in_a_left_chat_are_refused(String call) {
        String chat = aGroup().chatId();
        linq.leaveAndWait(chat);
        ObjectNode body = JsonTrees.object().put("type", "color").put("voice_memo_url", "https://example.com/memo.m4a");
        body.putObject("poll")
                .putArray("options")
                .add(JsonTrees.object().put("text", "a"))
                .add(JsonTrees.object().put("text", "b"));
        String[] parts = call.split(" ");

        assertThat(linq.call(parts[0], "/chats/" + chat + parts[1], body).code())
                .isEqualTo(2013);
    }

    @Test
    void a_restart_restores_actions_and_edited_texts() {
        Reply group = aGroup();
        react(group.messageId(), "add", "love");
        edit(group.messageId(), "Good morning!");
        var before = linq.record().path("chats");

        linq.restart();

        assertThat(linq.record().path("chats")).isEqualTo(before);
    }
}
