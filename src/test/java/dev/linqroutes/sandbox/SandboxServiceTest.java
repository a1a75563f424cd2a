package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.DAVE;
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

/** By which service people are reached, and what each service carries. */
class SandboxServiceTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private static ObjectNode in(String chat) {
        return JsonTrees.object().put("chat_id", chat);
    }

    private String serviceOf(String handle, String chat) {
        return linq.chat(chat)
                .path("handles")
                .valueStream()
                .filter(member -> member.path("handle").asText().equals(handle))
                .map(member -> member.path("service").asText())
                .findFirst()
                .orElseThrow();
    }

    private JsonNode event(String type) {
        return inbox.awaitFirst(type).body().path("data");
    }

    @Test
    void a_person_who_loses_imessage_writes_by_sms_from_then_on() {
        linq.subscribe(inbox.url(), "message.received");
        String chat = linq.createGroup("Hello", ANN).chatId();

        linq.reachBy(ANN, "SMS");
        Reply said = linq.says(ANN, chat, "New phone");

        assertThat(said.text("/service")).isEqualTo("SMS");
        assertThat(event("message.received").path("service").asText()).isEqualTo("SMS");
        assertThat(linq.chat(chat).path("service").asText()).isEqualTo("SMS");
        assertThat(serviceOf(ANN, chat)).isEqualTo("SMS");
        linq.reachBy(ANN, "iMessage");
        assertThat(linq.says(ANN, chat, "Back").text("/service")).isEqualTo("iMessage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "reactions", "votes", "rename", "leave", "typing", "read", "chats"})
    void whom_nothing_reaches_can_do_nothing(String action) {
        Reply group = linq.createGroup("Hello", ANN, BOB, CAROL);
        String poll = linq.poll(group.chatId(), "Yes", "No").text("/message_id");
        String option = linq.get("/messages/" + poll + "/poll").text("/poll/options/0/option_id");
        linq.reachBy(ANN, null);
        ObjectNode body = in(group.chatId())
                .put("text", "Hello?")
                .put("message_id", action.equals("votes") ? poll : group.messageId())
                .put("type", "love")
                .put("option_id", option)
                .put("display_name", "Ann was here");

        Reply done = linq.person(ANN, action, body);

        assertThat(done.status()).isEqualTo(409);
        assertThat(done.code()).isEqualTo(2015);
    }

    @Test
    void in_a_mixed_group_each_member_has_an_own_service_and_messages_go_by_what_reaches_all() {
        linq.reachBy(BOB, "SMS");

        Reply group = linq.createGroup("Hello", ANN, BOB, CAROL);

        assertThat(serviceOf(ANN, group.chatId())).isEqualTo("iMessage");
        assertThat(serviceOf(BOB, group.chatId())).isEqualTo("SMS");
        assertThat(linq.chat(group.chatId()).path("service").asText()).isEqualTo("SMS");
        assertThat(linq.says(ANN, group.chatId(), "Hi all").text("/service")).isEqualTo("SMS");
        assertThat(linq.add(group.chatId(), DAVE).code()).isEqualTo(2017);
    }

    @Test
    void a_preferred_service_is_that_of_all_members() {
        Reply group = linq.create(List.of(ANN, BOB), TestSandbox.aText("Hello").put("preferred_service", "SMS"));

        assertThat(serviceOf(ANN, group.chatId())).isEqualTo("RCS");
        assertThat(linq.chat(group.chatId()).path("service").asText()).isEqualTo("RCS");
    }

    @Test
    void a_poll_fails_once_a_member_has_lost_imessage() {
        linq.subscribe(inbox.url(), "poll.failed", "poll.sent");
        String chat = linq.createGroup("Hello", ANN, BOB).chatId();
        linq.reachBy(BOB, "SMS");

        assertThat(linq.poll(chat, "Yes", "No").status()).isLessThan(300);

        assertThat(event("poll.failed").at("/error/code").intValue()).isEqualTo(4005);
        assertThat(inbox.deliveries())
                .extracting(WebhookReceiver.Delivery::type)
                .doesNotContain("poll.sent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"parts\": [{\"type\": \"imessage_app\", \"url\": \"https://example.com\", \"app\": {\"name\": \"Polls\","
                        + " \"team_id\": \"ABCDE12345\", \"bundle_id\": \"com.example.polls\"}, \"layout\": {\"caption\": \"Hi\"}}]}",
                "{\"parts\": [{\"type\": \"app_clip\", \"value\": \"https://example.com/pay\"}]}",
                "{\"experience\": {\"name\": \"game\", \"action\": \"start\"}}"
            })
    void what_only_imessage_has_fails_on_sms(String content) throws Exception {
        linq.subscribe(inbox.url(), "message.failed");
        String chat = linq.createGroup("Hello", ANN).chatId();
        linq.reachBy(ANN, "SMS");
        ObjectNode message = (ObjectNode) JsonTrees.read(content);

        Reply sent = linq.send(chat, message);

        assertThat(sent.status()).isEqualTo(202);
        assertThat(event("message.failed").path("code").intValue()).isEqualTo(4005);
    }

    @Test
    void what_only_imessage_has_cannot_be_changed_after_the_chat_lost_it() throws Exception {
        Reply started = linq.create(List.of(ANN), TestSandbox.aText("Hello"));
        String chat = started.chatId();
        String card = linq.send(chat, (ObjectNode) JsonTrees.read(
                        "{\"parts\": [{\"type\": \"imessage_app\", \"url\": \"https://example.com\", \"app\": {\"name\":"
                                + " \"Chess\", \"team_id\": \"ABCDE12345\", \"bundle_id\": \"com.example.chess\"}, \"layout\":"
                                + " {\"caption\": \"Hi\"}}]}"))
                .messageId();
        Reply poll = linq.poll(chat, "Yes", "No");
        linq.reachBy(ANN, "RCS");
        linq.send(chat, "Now by RCS");
        String message = "/messages/" + started.messageId();
        String asked = "/messages/" + poll.text("/message_id") + "/poll";
        ObjectNode vote =
                JsonTrees.object().put("operation", "add").put("option_id", poll.text("/poll/options/0/option_id"));
        ObjectNode option = JsonTrees.object();
        option.putArray("options").addObject().put("text", "Perhaps");
        ObjectNode layout = JsonTrees.object();
        layout.putObject("layout").put("caption", "Check");

        assertThat(linq.call("PATCH", message, JsonTrees.object().put("text", "Hi"))
                        .code())
                .isEqualTo(2017);
        assertThat(linq.post(asked + "/votes", vote).code()).isEqualTo(2017);
        assertThat(linq.post(asked + "/options", option).code()).isEqualTo(2017);
        assertThat(linq.post("/messages/" + card + "/update", layout).code()).isEqualTo(2017);
        assertThat(linq.get(asked).status()).as("reading it").isEqualTo(200);
    }

    @Test
    void people_on_sms_have_texts_and_media_only() {
        Reply group = linq.createGroup("Hello", ANN, BOB);
        String poll = linq.poll(group.chatId(), "Yes", "No").text("/message_id");
        String option = linq.get("/messages/" + poll + "/poll").text("/poll/options/0/option_id");
        linq.reachBy(ANN, "SMS");
        ObjectNode asked = in(group.chatId());
        asked.set("poll", JsonTrees.texts(List.of("Yes", "No")));
        ObjectNode reply = in(group.chatId()).put("text", "Me too");
        reply.putObject("reply_to").put("message_id", group.messageId());
        ObjectNode effect = in(group.chatId()).put("text", "Boo");
        effect.putObject("effect").put("type", "bubble").put("name", "slam");
        ObjectNode love =
                JsonTrees.object().put("message_id", group.messageId()).put("type", "love");
        ObjectNode vote = JsonTrees.object().put("message_id", poll).put("option_id", option);

        assertThat(linq.person(ANN, "messages", asked).code()).isEqualTo(2017);
        assertThat(linq.person(ANN, "messages", reply).code()).isEqualTo(2017);
        assertThat(linq.person(ANN, "messages", effect).code()).isEqualTo(2017);
        assertThat(linq.person(ANN, "reactions", love).code()).isEqualTo(2017);
        assertThat(linq.person(ANN, "votes", vote).code()).isEqualTo(2017);
        assertThat(linq.person(ANN, "leave", in(group.chatId())).code()).isEqualTo(2017);
        ObjectNode media = in(group.chatId());
        media.putArray("parts").add(TestSandbox.aMediaPart("https://example.com/a.png"));
        assertThat(linq.person(ANN, "messages", media).text("/service")).isEqualTo("SMS");
    }

    @Test
    void nobody_on_sms_joins_an_imessage_group() {
        String chat = linq.createGroup("Hello", ANN, BOB).chatId();
        linq.reachBy(DAVE, "SMS");

        assertThat(linq.person(ANN, "add", in(chat).put("handle", DAVE)).code()).isEqualTo(2017);

        assertThat(linq.statusOf(DAVE, chat)).isEmpty();
    }
}
