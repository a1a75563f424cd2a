package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.DAVE;
import static dev.linqroutes.sandbox.TestSandbox.LINE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people cannot do, and what nobody hears of. */
class SandboxPeopleRulesTest {
    private static final String OTHER_LINE = "+12223335555";

    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withLines(List.of(LINE, OTHER_LINE)));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private static ObjectNode in(String chat) {
        return JsonTrees.object().put("chat_id", chat);
    }

    private static ObjectNode reaction(String message, String type) {
        return JsonTrees.object().put("message_id", message).put("type", type);
    }

    private static ObjectNode poll(String chat, String... options) {
        return in(chat).set("poll", JsonTrees.texts(List.of(options)));
    }

    private void block(String handle) {
        linq.post("/blocked_handles", JsonTrees.object().put("handle", handle));
    }

    @Test
    void nothing_that_a_blocked_person_does_arrives() {
        Reply group = linq.createGroup("Hello", ANN, BOB, CAROL);
        String chat = group.chatId();
        String poll = linq.poll(chat, "Yes", "No").text("/message_id");
        String option = linq.get("/messages/" + poll + "/poll").text("/poll/options/0/option_id");
        JsonNode before = linq.record().path("chats");
        linq.subscribe(
                inbox.url(),
                "message.received",
                "reaction.added",
                "poll.vote.added",
                "poll.reaction.added",
                "chat.group_name_updated",
                "chat.group_icon_updated",
                "participant.added",
                "participant.removed",
                "chat.created",
                "chat.typing_indicator.started",
                "contact_card.received",
                "location.sharing.started");
        block(ANN);

        List<Reply> done = List.of(
                linq.says(ANN, chat, "Let me in"),
                linq.person(ANN, "messages", poll(chat, "Yes", "No")),
                linq.person(ANN, "reactions", reaction(group.messageId(), "love")),
                linq.person(ANN, "reactions", reaction(poll, "love")),
                linq.person(
                        ANN, "votes", JsonTrees.object().put("message_id", poll).put("option_id", option)),
                linq.person(ANN, "rename", in(chat).put("display_name", "Mine")),
                linq.person(ANN, "icon", in(chat).put("group_chat_icon", "https://example.com/a.png")),
                linq.person(ANN, "add", in(chat).put("handle", DAVE)),
                linq.person(ANN, "remove", in(chat).put("handle", BOB)),
                linq.person(ANN, "leave", in(chat)),
                linq.person(ANN, "typing", in(chat)),
                linq.person(ANN, "read", in(chat)),
                linq.person(ANN, "contact_card", JsonTrees.object().put("first_name", "Ann")),
                linq.person(ANN, "location", in(chat).put("latitude", 1).put("longitude", 1)),
                linq.person(ANN, "chats", JsonTrees.object().put("text", "It is me again")));

        assertThat(done).extracting(Reply::status).containsOnly(204);
        assertThat(linq.record().path("chats")).isEqualTo(before);
        linq.says(BOB, chat, "Hi");
        inbox.awaitFirst("message.received");
        assertThat(inbox.deliveries()).hasSize(1);
    }

    @Test
    void a_blocked_person_is_removed_by_others() {
        String chat = linq.createGroup("Hello", ANN, BOB, CAROL).chatId();
        block(ANN);

        assertThat(linq.person(BOB, "remove", in(chat).put("handle", ANN)).status())
                .isEqualTo(200);

        assertThat(linq.statusOf(ANN, chat)).isEqualTo("removed");
    }

    @Test
    void an_opt_out_is_lifted_in_all_chats_of_the_person() {
        String first = linq.createGroup("Hello", ANN).chatId();
        linq.says(ANN, first, "STOP");
        String second = linq.person(ANN, "chats", JsonTrees.object().put("line", OTHER_LINE))
                .text("/id");
        assertThat(linq.chat(first).at("/health_status/status").asText()).isEqualTo("OPTED_OUT");

        linq.says(ANN, second, "I changed my mind");

        assertThat(linq.chat(first).at("/health_status/status").asText()).isEqualTo("HEALTHY");
        assertThat(linq.send(first, "Welcome back").status()).isEqualTo(202);
    }

    @Test
    void a_group_keeps_three_members() {
        String chat = linq.createGroup("Hello", ANN, BOB).chatId();

        assertThat(linq.person(ANN, "leave", in(chat)).code()).isEqualTo(2015);
        assertThat(linq.person(ANN, "remove", in(chat).put("handle", BOB)).code())
                .isEqualTo(2015);
        assertThat(linq.person(ANN, "remove", in(chat).put("handle", LINE)).code())
                .isEqualTo(2015);

        assertThat(linq.chat(chat).path("handles").findValuesAsText("status")).containsOnly("active");
    }

    @Test
    void a_group_has_thirty_two_members_at_most() {
        List<String> many = IntStream.range(0, 30)
                .mapToObj(index -> "+1555000" + (1000 + index))
                .toList();
        ObjectNode full = JsonTrees.object().set("with", JsonTrees.texts(many));
        String chat = linq.person(ANN, "chats", full).text("/id");

        assertThat(linq.person(ANN, "add", in(chat).put("handle", BOB)).code()).isEqualTo(2015);
        full.withArray("with").add(BOB);
        assertThat(linq.person(ANN, "chats", full).code()).isEqualTo(1005);
    }

    @ParameterizedTest
    @ValueSource(strings = {LINE, OTHER_LINE})
    void a_line_is_no_person(String line) {
        String chat = linq.createGroup("Hello", ANN, BOB).chatId();

        assertThat(linq.says(line, chat, "I am you").code()).isEqualTo(1005);
        assertThat(linq.admin("PATCH", "/people/" + line, JsonTrees.object().put("service", "SMS"))
                        .code())
                .isEqualTo(1005);
        ObjectNode with = JsonTrees.object();
        with.putArray("with").add(line);
        assertThat(linq.person(ANN, "chats", with).code()).isEqualTo(1005);
        assertThat(linq.person(ANN, "add", in(chat).put("handle", OTHER_LINE)).code())
                .isEqualTo(1005);
    }

    @ParameterizedTest
    @CsvSource({
        "hug,,0,1005",
        "custom,,0,1001",
        "custom,' ',0,1005",
        "love,,1,1005",
        "love,,-1,1005",
        "sticker,,0,1001",
    })
    void a_reaction_is_one_that_members_and_the_account_can_give(String type, String emoji, int part, int code) {
        Reply group = linq.createGroup("Hello", ANN, BOB);
        ObjectNode reaction =
                reaction(group.messageId(), type).put("part_index", part).put("custom_emoji", emoji);

        assertThat(linq.person(ANN, "reactions", reaction).code()).isEqualTo(code);
        if (!type.equals("sticker")) {
            reaction.put("operation", "add").remove("message_id");
            assertThat(linq.post("/messages/" + group.messageId() + "/reactions", reaction)
                            .code())
                    .as("of the account")
                    .isEqualTo(code);
        }

        assertThat(linq.get("/messages/" + group.messageId()).body().at("/parts/0/reactions"))
                .isEmpty();
    }

    @Test
    void a_poll_is_reacted_to_as_a_whole() {
        String chat = linq.createGroup("Hello", ANN, BOB).chatId();
        String poll = linq.poll(chat, "Yes", "No").text("/message_id");

        assertThat(linq.person(ANN, "reactions", reaction(poll, "love")).status())
                .isEqualTo(200);
        assertThat(linq.person(ANN, "reactions", reaction(poll, "love").put("part_index", 1))
                        .code())
                .isEqualTo(1005);
    }

    @Test
    void a_sticker_of_a_person_is_an_image_with_a_place() {
        linq.subscribe(inbox.url(), "reaction.added");
        Reply group = linq.createGroup("Hello", ANN, BOB);
        ObjectNode sticker = reaction(group.messageId(), "sticker");
        sticker.putObject("sticker").put("url", "https://example.com/star.png").put("width", 64);
        sticker.putObject("placement").put("x", 0.5).put("rotation", 0.2);

        assertThat(linq.person(ANN, "reactions", sticker).status()).isEqualTo(200);

        JsonNode seen = inbox.awaitFirst("reaction.added").body().at("/data/sticker");
        assertThat(seen.path("file_name").asText()).isEqualTo("star.png");
        assertThat(seen.path("mime_type").asText()).isEqualTo("image/png");
        assertThat(seen.at("/placement/x").doubleValue()).isEqualTo(0.5);
        assertThat(linq.person(ANN, "reactions", sticker.deepCopy().put("operation", "remove"))
                        .code())
                .isEqualTo(1005);
        sticker.putObject("sticker").put("url", "https://example.com/a.pdf");
        assertThat(linq.person(ANN, "reactions", sticker).code()).isEqualTo(5007);
    }

    @Test
    void a_poll_of_a_person_has_options() {
        String chat = linq.createGroup("Hello", ANN, BOB).chatId();

        assertThat(linq.person(ANN, "messages", poll(chat, "Only one")).code()).isEqualTo(1005);
        assertThat(linq.person(ANN, "messages", poll(chat, "One", " ")).code()).isEqualTo(1005);
        assertThat(linq.person(ANN, "messages", poll(chat)).code()).isEqualTo(1005);
    }

    @Test
    void people_reply_to_messages_of_the_chat_and_mention_its_members() {
        Reply group = linq.createGroup("Hello", ANN, BOB);
        String other = linq.createGroup("Hello", ANN, CAROL).messageId();
        String direct = linq.createGroup("Hello", ANN).chatId();

        assertThat(linq.person(ANN, "messages", reply(group.chatId(), group.messageId()))
                        .status())
                .isEqualTo(201);
        assertThat(linq.person(ANN, "messages", reply(group.chatId(), other)).code())
                .isEqualTo(2002);
        assertThat(linq.person(
                                ANN,
                                "messages",
                                reply(group.chatId(), UUID.randomUUID().toString()))
                        .code())
                .isEqualTo(2002);
        assertThat(linq.person(ANN, "messages", mention(group.chatId(), BOB)).status())
                .isEqualTo(201);
        assertThat(linq.person(ANN, "messages", mention(group.chatId(), CAROL)).code())
                .isEqualTo(2025);
        assertThat(linq.person(ANN, "messages", mention(direct, ANN)).code()).isEqualTo(2023);
    }

    private static ObjectNode reply(String chat, String message) {
        ObjectNode body = in(chat).put("text", "Me too");
        body.putObject("reply_to").put("message_id", message);
        return body;
    }

    private static ObjectNode mention(String chat, String handle) {
        ObjectNode body = in(chat);
        body.putArray("parts").add(TestSandbox.aTextPart("You").put("mention", handle));
        return body;
    }

    @Test
    void a_name_is_given_or_taken_away_and_an_icon_is_an_image() {
        String chat = linq.createGroup("Hello", ANN, BOB).chatId();

        assertThat(linq.person(ANN, "rename", in(chat)).code()).isEqualTo(1001);
        assertThat(linq.person(ANN, "rename", in(chat).put("display_name", " ")).code())
                .isEqualTo(1005);
        assertThat(linq.person(ANN, "rename", in(chat).putNull("display_name")).status())
                .isEqualTo(200);
        assertThat(linq.person(ANN, "icon", in(chat)).code()).isEqualTo(1001);
        assertThat(linq.person(ANN, "icon", in(chat).put("group_chat_icon", "https://example.com/a.pdf"))
                        .code())
                .isEqualTo(5007);
        assertThat(linq.person(ANN, "icon", in(chat).putNull("group_chat_icon")).status())
                .isEqualTo(200);
    }

    @Test
    void a_direct_chat_is_not_changed() {
        String direct = linq.createGroup("Hello", ANN).chatId();

        assertThat(linq.person(ANN, "rename", in(direct).put("display_name", "Us"))
                        .code())
                .isEqualTo(1006);
        assertThat(linq.person(ANN, "leave", in(direct)).code()).isEqualTo(1006);
    }
}
