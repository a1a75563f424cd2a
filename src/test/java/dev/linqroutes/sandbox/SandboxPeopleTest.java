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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxPeopleTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox();

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private String aGroup() {
        return linq.createGroup("Welcome!", ANN, BOB, CAROL).chatId();
    }

    private static ObjectNode in(String chat) {
        return JsonTrees.object().put("chat_id", chat);
    }

    private JsonNode event(String type) {
        return inbox.awaitFirst(type).body().path("data");
    }

    @Test
    void what_a_member_writes_arrives_and_can_be_read() {
        linq.subscribe(inbox.url(), "message.received");
        String chat = aGroup();

        Reply written = linq.says(ANN, chat, "Can we meet at nine?");

        JsonNode event = event("message.received");
        assertThat(event.path("direction").asText()).isEqualTo("inbound");
        assertThat(event.at("/sender_handle/handle").asText()).isEqualTo(ANN);
        assertThat(event.at("/chat/owner_handle/handle").asText()).isEqualTo(LINE);
        assertThat(event.at("/parts/0/value").asText()).isEqualTo("Can we meet at nine?");
        assertThat(event.has("idempotency_key")).isFalse();
        JsonNode read = linq.get("/messages/" + written.text("/id")).body();
        assertThat(read.path("is_from_me").booleanValue()).isFalse();
        assertThat(read.path("delivery_status").asText()).isEqualTo("received");
        assertThat(read.path("from").asText()).isEqualTo(ANN);
    }

    @Test
    void old_subscriptions_get_messages_in_the_old_shape() {
        linq.subscribe(inbox.url() + "?version=2025-01-01", "message.received", "message.edited");
        Reply group = linq.createGroup("Welcome!", ANN, BOB);
        linq.call("PATCH", "/messages/" + group.messageId(), JsonTrees.object().put("text", "Hello!"));

        linq.says(ANN, group.chatId(), "Hi");

        JsonNode event = inbox.awaitFirst("message.received").body();
        assertThat(event.path("webhook_version").asText()).isEqualTo("2025-01-01");
        assertThat(event.at("/data/chat_id").asText()).isEqualTo(group.chatId());
        assertThat(event.at("/data/from").asText()).isEqualTo(ANN);
        assertThat(event.at("/data/recipient_handle/handle").asText()).isEqualTo(LINE);
        assertThat(event.at("/data/message/parts/0/value").asText()).isEqualTo("Hi");
        assertThat(inbox.deliveries())
                .extracting(WebhookReceiver.Delivery::type)
                .doesNotContain("message.edited");
    }

    @Test
    void a_reaction_of_a_member_is_an_event_and_part_of_the_message() {
        linq.subscribe(inbox.url(), "reaction.added", "reaction.removed");
        Reply group = linq.createGroup("Welcome!", ANN, BOB);
        ObjectNode love =
                JsonTrees.object().put("message_id", group.messageId()).put("type", "love");

        linq.person(ANN, "reactions", love);

        assertThat(event("reaction.added").path("is_from_me").booleanValue()).isFalse();
        JsonNode reaction = linq.get("/messages/" + group.messageId()).body().at("/parts/0/reactions/0");
        assertThat(reaction.path("type").asText()).isEqualTo("love");
        assertThat(reaction.at("/handle/handle").asText()).isEqualTo(ANN);
        assertThat(reaction.path("is_me").booleanValue()).isFalse();
        linq.person(ANN, "reactions", love.put("operation", "remove"));
        assertThat(event("reaction.removed").path("reaction_type").asText()).isEqualTo("love");
        assertThat(linq.get("/messages/" + group.messageId()).body().at("/parts/0/reactions"))
                .isEmpty();
    }

    @Test
    void a_vote_of_a_member_is_an_event_and_part_of_the_poll() {
        linq.subscribe(inbox.url(), "poll.vote.added");
        String chat = aGroup();
        Reply poll = linq.poll(chat, "Tuesday", "Thursday");
        String option = poll.text("/poll/options/1/option_id");

        linq.person(
                ANN,
                "votes",
                JsonTrees.object().put("message_id", poll.text("/message_id")).put("option_id", option));

        assertThat(event("poll.vote.added").path("option_id").asText()).isEqualTo(option);
        JsonNode read =
                linq.get("/messages/" + poll.text("/message_id") + "/poll").body();
        assertThat(read.at("/poll/total_voters").intValue()).isEqualTo(1);
        assertThat(read.at("/poll/options/1/voters/0/handle/handle").asText()).isEqualTo(ANN);
    }

    @Test
    void members_rename_the_group_add_each_other_and_leave() {
        linq.subscribe(inbox.url(), "chat.group_name_updated", "participant.added", "participant.removed");
        String chat = aGroup();

        linq.person(ANN, "rename", in(chat).put("display_name", "Crew"));
        linq.person(BOB, "add", in(chat).put("handle", DAVE));
        linq.person(CAROL, "leave", in(chat));

        assertThat(event("chat.group_name_updated")
                        .at("/changed_by_handle/handle")
                        .asText())
                .isEqualTo(ANN);
        assertThat(event("participant.added").path("handle").asText()).isEqualTo(DAVE);
        assertThat(event("participant.removed").at("/participant/status").asText())
                .isEqualTo("left");
        assertThat(linq.chat(chat).path("display_name").asText()).isEqualTo("Crew");
        assertThat(linq.statusOf(DAVE, chat)).isEqualTo("active");
        assertThat(linq.statusOf(CAROL, chat)).isEqualTo("left");
    }

    @Test
    void a_line_that_left_can_be_added_back_by_a_member() {
        String chat = aGroup();
        linq.leaveAndWait(chat);

        assertThat(linq.person(ANN, "add", in(chat).put("handle", LINE)).status())
                .isEqualTo(200);

        assertThat(linq.send(chat, "Back again").status()).isEqualTo(202);
    }

    @Test
    void somebody_adds_the_line_to_a_new_group() {
        linq.subscribe(inbox.url(), "chat.created", "message.received");
        ObjectNode body = JsonTrees.object().put("text", "Welcome to our group");
        body.putArray("with").add(BOB);

        Reply started = linq.person(ANN, "chats", body);

        assertThat(event("chat.created").path("id").asText()).isEqualTo(started.text("/id"));
        assertThat(event("message.received").at("/chat/id").asText()).isEqualTo(started.text("/id"));
        assertThat(linq.send(started.text("/id"), "Thank you").status()).isEqualTo(202);
    }

    @Test
    void a_person_acts_only_in_chats_that_the_person_is_in() {
        String chat = aGroup();

        assertThat(linq.says(DAVE, chat, "Hello").code()).isEqualTo(2015);
        assertThat(linq.person(DAVE, "messages", JsonTrees.object().put("text", "Hello"))
                        .code())
                .isEqualTo(2001);
    }

    @Test
    void without_a_chat_a_person_writes_in_the_newest_one() {
        linq.createGroup("one", ANN, BOB);
        String newest = linq.createGroup("two", ANN, CAROL).chatId();

        Reply written = linq.person(ANN, "messages", JsonTrees.object().put("text", "Hello"));

        assertThat(written.text("/chat_id")).isEqualTo(newest);
    }

    @Test
    void stop_closes_direct_chats_until_the_person_writes_again_and_never_groups() {
        String direct = linq.createGroup("Hello", ANN).chatId();
        String group = aGroup();
        linq.says(ANN, group, "STOP");
        assertThat(linq.send(direct, "still open").status()).isEqualTo(202);

        linq.says(ANN, direct, " STOP ");

        assertThat(linq.send(direct, "closed").code()).isEqualTo(2024);
        assertThat(linq.chat(direct).at("/health_status/status").asText()).isEqualTo("OPTED_OUT");
        assertThat(linq.send(group, "open").status()).isEqualTo(202);
        linq.says(ANN, direct, "I am back");
        assertThat(linq.send(direct, "open").status()).isEqualTo(202);
    }
}
