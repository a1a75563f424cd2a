package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.aLinkPart;
import static dev.linqroutes.sandbox.TestSandbox.aMediaPart;
import static dev.linqroutes.sandbox.TestSandbox.aMessage;
import static dev.linqroutes.sandbox.TestSandbox.aText;
import static dev.linqroutes.sandbox.TestSandbox.aTextPart;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxMessageRulesTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withPairLimitPerMinute(1000));

    private String chat;

    @BeforeEach
    void aGroup() {
        chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
    }

    private void refused(int code, ObjectNode message) {
        Reply reply = linq.send(chat, message);
        assertThat(reply.code()).as(message.toString()).isEqualTo(code);
        assertThat(linq.textsIn(chat)).containsExactly("Welcome!");
    }

    private Reply accepted(ObjectNode message) {
        Reply reply = linq.send(chat, message);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(202);
        return reply;
    }

    @Test
    void a_message_has_1_to_100_parts() {
        refused(1001, JsonTrees.object());
        refused(1004, aMessage());
        refused(1004, mediaTimes(101));
        refused(1004, aMessage(JsonTrees.object().put("type", "voice")));
    }

    @Test
    void consecutive_text_parts_are_refused() {
        refused(1004, aMessage(aTextPart("one"), aTextPart("two")));
        accepted(aMessage(aTextPart("one"), aMediaPart("https://example.com/a.png"), aTextPart("two")));
    }

    @Test
    void a_link_must_be_the_only_part() {
        refused(1004, aMessage(aTextPart("one"), aLinkPart("https://example.com")));
        refused(1005, aMessage(aLinkPart("example.com")));
        refused(1005, aMessage(aLinkPart("https://example.com/" + "x".repeat(2048))));
        accepted(aMessage(aLinkPart("https://example.com")));
    }

    @Test
    void a_text_has_1_to_10000_characters() {
        refused(1001, aMessage(JsonTrees.object().put("type", "text")));
        refused(1005, aText(""));
        refused(1005, aText("x".repeat(10_001)));
        accepted(aText("x".repeat(10_000)));
    }

    @Test
    void a_media_part_has_exactly_one_source() {
        refused(1004, aMessage(JsonTrees.object().put("type", "media")));
        refused(1005, aMessage(aMediaPart("http://example.com/a.png")));
        refused(
                2003,
                aMessage(JsonTrees.object()
                        .put("type", "media")
                        .put("attachment_id", "3f0f5d1e-8a57-4d07-9d4c-0b8b8f1c2d3e")));
        Reply reply = accepted(aMessage(aMediaPart("https://example.com/img/a.png?size=2")));
        assertThat(reply.text("/message/parts/0/mime_type")).isEqualTo("image/png");
        assertThat(reply.text("/message/parts/0/filename")).isEqualTo("a.png");
    }

    @Test
    void at_most_40_media_parts_have_a_public_url() {
        refused(1004, mediaTimes(41));
        accepted(mediaTimes(40));
    }

    @Test
    void unknown_effects_and_services_are_refused() {
        ObjectNode effect = aText("Hooray");
        effect.putObject("effect").put("type", "bubble").put("name", "confetti");
        refused(1005, effect);
        refused(1005, aText("one").put("preferred_service", "Telegram"));
        refused(1005, aText("one").put("idempotency_key", "k".repeat(256)));
        refused(1003, aText("one").put("idempotency_key", 7));
    }

    @Test
    void decorations_must_be_within_the_text_and_animations_must_not_overlap() {
        refused(1005, decorated("{\"range\":[0,9],\"style\":\"bold\"}"));
        refused(1005, decorated("{\"range\":[0,2]}"));
        refused(1005, decorated("{\"range\":[0,3],\"style\":\"bold\"},{\"range\":[2,5],\"animation\":\"shake\"}"));
        accepted(decorated("{\"range\":[0,3],\"style\":\"bold\"},{\"range\":[2,5],\"style\":\"italic\"}"));
    }

    @Test
    void a_mentioned_handle_must_be_in_the_group() {
        refused(2025, aMessage(aTextPart("Carol").put("mention", CAROL)));
        accepted(aMessage(aTextPart("Ann").put("mention", ANN)));
        String direct = linq.createGroup("Hi", ANN).chatId();
        assertThat(linq.send(direct, aMessage(aTextPart("Ann").put("mention", ANN)))
                        .code())
                .isEqualTo(2023);
    }

    @Test
    void an_experience_has_one_recipient() {
        ObjectNode message = JsonTrees.object();
        message.putObject("experience").put("name", "menu").put("action", "open");
        refused(2016, message);
        String direct = linq.createGroup("Hi", ANN).chatId();
        assertThat(linq.send(direct, message).status()).isEqualTo(202);
        message.set("parts", aText("one").get("parts"));
        refused(1004, message);
    }

    @Test
    void an_app_part_needs_a_team_a_layout_and_imessage() {
        ObjectNode part = JsonTrees.object().put("type", "imessage_app");
        part.putObject("app").put("name", "Menu").put("team_id", "short");
        refused(1008, aMessage(part));
        ((ObjectNode) part.get("app")).put("bundle_id", "com.example.menu");
        refused(1008, aMessage(part));
        ((ObjectNode) part.get("app")).put("team_id", "ABCDE12345");
        refused(1001, aMessage(part));
        part.putObject("layout").put("caption", "Today");
        refused(2018, aMessage(part).put("preferred_service", "SMS"));
        accepted(aMessage(part));
    }

    private static ObjectNode mediaTimes(int count) {
        return JsonTrees.object()
                .set(
                        "parts",
                        JsonTrees.array(Collections.nCopies(count, aMediaPart("https://example.com/a.png")), part ->
                                (JsonNode) part));
    }

    private static ObjectNode decorated(String decorations) {
        ObjectNode part = aTextPart("Hello");
        try {
            part.set("text_decorations", JsonTrees.read("[" + decorations + "]"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return aMessage(part);
    }
}
