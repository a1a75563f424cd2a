package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.DAVE;
import static dev.linqroutes.sandbox.TestSandbox.LINE;
import static dev.linqroutes.sandbox.TestSandbox.aText;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a message after it was accepted. */
class SandboxOutcomeTest {
    private Duration sendingDelay = Duration.ZERO;

    @RegisterExtension
    final TestSandbox linq =
            new TestSandbox(options -> options.withCarrierGroupLimit(4).withSendingDelay(sendingDelay));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private JsonNode event(String type) {
        return inbox.awaitFirst(type).body().path("data");
    }

    private JsonNode read(Reply sent) {
        return linq.get("/messages/" + sent.messageId()).body();
    }

    @Test
    void a_message_is_accepted_before_it_is_sent() {
        Reply created = linq.createGroup("Welcome!", ANN, BOB);

        assertThat(created.text("/chat/message/delivery_status")).isEqualTo("pending");
        assertThat(created.body().at("/chat/service").isNull()).isTrue();
        assertThat(read(created).path("delivery_status").asText()).isEqualTo("sent");
        assertThat(linq.chat(created.chatId()).path("service").asText()).isEqualTo("iMessage");
    }

    @Test
    void a_message_that_is_deleted_before_it_was_sent_reaches_its_recipients_nevertheless() {
        sendingDelay = Duration.ofHours(1);
        linq.restart();
        linq.subscribe(inbox.url(), "message.sent", "message.delivered");
        Reply created = linq.createGroup("Welcome!", ANN);

        linq.call("DELETE", "/messages/" + created.messageId(), "");

        assertThat(event("message.sent").path("id").asText()).isEqualTo(created.messageId());
        assertThat(inbox.awaitFirst("message.delivered").body().path("trace_id").asText())
                .isEqualTo(created.header("X-Trace-ID"));
        assertThat(linq.get("/messages/" + created.messageId()).code()).isEqualTo(2002);
        linq.admin("POST", "/time", JsonTrees.object().put("advance", "PT2H"));
        assertThat(inbox.deliveries()).hasSize(2);
    }

    @Test
    void a_message_to_a_group_with_somebody_out_of_reach_fails_after_it_was_accepted() {
        linq.subscribe(inbox.url(), "message.failed", "message.sent");
        linq.reachBy(BOB, null);

        Reply created = linq.createGroup("Welcome!", ANN, BOB);

        assertThat(created.status()).isEqualTo(201);
        JsonNode failed = event("message.failed");
        assertThat(failed.path("code").intValue()).isEqualTo(4005);
        assertThat(failed.path("message_id").asText()).isEqualTo(created.messageId());
        assertThat(inbox.awaitFirst("message.failed").body().path("trace_id").asText())
                .isEqualTo(created.header("X-Trace-ID"));
        assertThat(read(created).path("delivery_status").asText()).isEqualTo("failed");
    }

    @Test
    void a_failed_poll_has_its_code_in_the_error() {
        linq.subscribe(inbox.url(), "poll.failed");
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        linq.reachBy(ANN, null);

        linq.poll(chat, "a", "b");

        assertThat(event("poll.failed").at("/error/code").intValue()).isEqualTo(4005);
        assertThat(event("poll.failed").has("code")).isFalse();
    }

    @Test
    void a_group_with_somebody_on_sms_is_an_sms_group_with_few_abilities() {
        linq.reachBy(BOB, "SMS");
        String chat = linq.createGroup("Welcome!", ANN, BOB, CAROL).chatId();

        assertThat(linq.chat(chat).path("service").asText()).isEqualTo("SMS");
        assertThat(linq.add(chat, DAVE).code()).isEqualTo(2017);
        assertThat(linq.leave(chat).code()).isEqualTo(2017);
    }

    @Test
    void an_sms_group_beyond_the_carriers_limit_fails() {
        linq.subscribe(inbox.url(), "message.failed");
        linq.reachBy(BOB, "SMS");

        linq.createGroup("Welcome!", ANN, BOB, CAROL, DAVE);

        assertThat(event("message.failed").path("code").intValue()).isEqualTo(4005);
    }

    @Test
    void a_message_for_imessage_only_fails_when_a_member_has_none() {
        linq.subscribe(inbox.url(), "message.failed");
        linq.reachBy(BOB, "RCS");

        linq.create(List.of(ANN, BOB), aText("Welcome!").put("preferred_service", "iMessage"));

        assertThat(event("message.failed").path("code").intValue()).isEqualTo(4005);
    }

    @Test
    void direct_messages_are_delivered_and_read_and_group_messages_are_not() {
        linq.subscribe(inbox.url(), "message.delivered", "message.read");
        Reply direct = linq.createGroup("Hello", ANN);
        Reply group = linq.createGroup("Hello", ANN, BOB);

        linq.person(ANN, "read", JsonTrees.object().put("chat_id", direct.chatId()));
        linq.person(ANN, "read", JsonTrees.object().put("chat_id", group.chatId()));

        assertThat(event("message.read").path("id").asText()).isEqualTo(direct.messageId());
        assertThat(read(direct).path("delivery_status").asText()).isEqualTo("read");
        assertThat(read(group).path("delivery_status").asText()).isEqualTo("sent");
    }

    @Test
    void somebody_without_imessage_is_never_added_though_it_was_accepted() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        linq.reachBy(CAROL, "SMS");

        assertThat(linq.add(chat, CAROL).status()).isEqualTo(202);
        linq.admin("POST", "/time", JsonTrees.object().put("advance", "PT1H"));

        assertThat(linq.statusOf(CAROL, chat)).isEmpty();
    }

    @Test
    void a_flagged_line_takes_no_new_messages_and_can_be_read() {
        linq.subscribe(inbox.url(), "phone_number.status_updated");
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();

        linq.admin("PATCH", "/lines/" + LINE, JsonTrees.object().put("flagged", true));

        assertThat(linq.send(chat, "Hello").code()).isEqualTo(2027);
        assertThat(linq.createGroup("Hello", ANN, CAROL).code()).isEqualTo(2027);
        assertThat(linq.get("/chats/" + chat).status()).isEqualTo(200);
        assertThat(event("phone_number.status_updated").path("new_status").asText())
                .isEqualTo("FLAGGED");
        assertThat(linq.get("/phone_numbers")
                        .body()
                        .at("/phone_numbers/0/reputation/status")
                        .asText())
                .isEqualTo("CRITICAL");
    }
}
