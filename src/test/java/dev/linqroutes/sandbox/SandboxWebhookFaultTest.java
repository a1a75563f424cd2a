package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.WebhookReceiver.Delivery;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes wrong on the way of a webhook. */
class SandboxWebhookFaultTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withNamingDelay(Duration.ofMillis(50))
            .withFirstWebhookRetry(Duration.ofMillis(10))
            .withPairLimitPerMinute(1_000));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private String chat;
    private String secret;

    @BeforeEach
    void subscribeToMessages() {
        chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        secret = linq.subscribe(inbox.url(), "message.sent", "message.received", "chat.group_name_updated")
                .text("/signing_secret");
    }

    private ObjectNode always(String fault) {
        return JsonTrees.object().put(fault, 1.0);
    }

    private Reply sendWithFault(String fault, String text) {
        return linq.callWithFault(
                fault,
                "POST",
                "/chats/" + chat + "/messages",
                JsonTrees.object().set("message", TestSandbox.aText(text)));
    }

    private static String messageOf(Delivery delivery) {
        return delivery.body().at("/data/id").asText();
    }

    private void pass(String time) {
        linq.admin("POST", "/time", JsonTrees.object().put("advance", time));
    }

    private List<String> statesInTheLog() {
        return linq.request("GET", linq.url("/sandbox/deliveries"), "", "")
                .body()
                .path("deliveries")
                .valueStream()
                .map(delivery -> delivery.path("state").asText())
                .toList();
    }

    @Test
    void the_log_says_what_became_of_a_struck_webhook() {
        sendWithFault("webhook_lost", "one");
        sendWithFault("webhook_late", "two");
        assertThat(statesInTheLog()).containsExactly("lost", "waiting");

        pass("PT5S");
        sendWithFault("webhook_doubled", "three");

        Awaitility.await().untilAsserted(() -> assertThat(statesInTheLog())
                .containsExactly("lost", "delivered", "delivered", "delivered"));
    }

    @Test
    void a_lost_webhook_never_comes() {
        sendWithFault("webhook_lost", "one");
        Reply next = linq.send(chat, "two");

        inbox.await(1);
        pass("PT1H");
        Reply last = linq.send(chat, "three");

        assertThat(inbox.await(2))
                .extracting(SandboxWebhookFaultTest::messageOf)
                .containsExactly(next.messageId(), last.messageId());
        assertThat(linq.struck("webhook_lost")).isEqualTo(1);
    }

    @Test
    void a_doubled_webhook_comes_twice_with_the_same_event_id() {
        linq.faults(always("webhook_doubled"));
        linq.send(chat, "one");

        List<Delivery> deliveries = inbox.await(2);

        assertThat(deliveries.get(0).header("webhook-id"))
                .isNotEmpty()
                .isEqualTo(deliveries.get(1).header("webhook-id"));
        assertThat(deliveries.get(0).text()).isEqualTo(deliveries.get(1).text());
    }

    @Test
    void a_late_webhook_comes_when_its_time_is_over() {
        Reply late = sendWithFault("webhook_late; webhook_late_millis=60000", "one");
        Reply next = linq.send(chat, "two");
        inbox.await(1);

        pass("PT1M");

        assertThat(inbox.await(2))
                .extracting(SandboxWebhookFaultTest::messageOf)
                .containsExactly(next.messageId(), late.messageId());
    }

    @Test
    void a_late_webhook_of_a_deleted_subscription_never_comes() {
        sendWithFault("webhook_late; webhook_late_millis=60000", "one");
        String subscription = linq.get("/webhook-subscriptions").text("/subscriptions/0/id");
        linq.call("DELETE", "/webhook-subscriptions/" + subscription, "");
        linq.subscribe(inbox.url(), "message.sent");

        pass("PT1M");
        Reply next = linq.send(chat, "two");

        assertThat(inbox.await(1))
                .extracting(SandboxWebhookFaultTest::messageOf)
                .containsExactly(next.messageId());
    }

    @Test
    void a_reordered_webhook_is_overtaken_by_the_next() {
        Reply first = sendWithFault("webhook_reordered", "one");
        Reply second = linq.send(chat, "two");

        assertThat(inbox.await(2))
                .extracting(SandboxWebhookFaultTest::messageOf)
                .containsExactly(second.messageId(), first.messageId());
    }

    @Test
    void when_all_are_reordered_they_come_in_swapped_pairs() {
        linq.faults(always("webhook_reordered"));
        List<String> sent = new ArrayList<>();
        for (int pair = 1; pair <= 2; pair++) {
            int held = pair;
            sent.add(linq.send(chat, "held").messageId());
            // The event comes some time after the answer.
            Awaitility.await().until(() -> linq.struck("webhook_reordered") == held);
            sent.add(linq.send(chat, "next").messageId());
            inbox.await(2 * pair);
        }

        assertThat(inbox.deliveries())
                .extracting(SandboxWebhookFaultTest::messageOf)
                .containsExactly(sent.get(1), sent.get(0), sent.get(3), sent.get(2));
    }

    @Test
    void a_reordered_webhook_without_a_next_one_comes_after_30_seconds() {
        Reply only = sendWithFault("webhook_reordered", "one");

        pass("PT30S");

        assertThat(inbox.await(1))
                .extracting(SandboxWebhookFaultTest::messageOf)
                .containsExactly(only.messageId());
    }

    @Test
    void a_webhook_with_a_wrong_signature_is_repeated_with_a_right_one_if_the_endpoint_wants_it_again()
            throws Exception {
        inbox.respondNextWith(503);
        sendWithFault("webhook_wrong_signature", "one");

        List<Delivery> attempts = inbox.await(2);

        assertThatThrownBy(() -> new Webhook(secret)
                        .verify(attempts.get(0).text(), attempts.get(0).headers()))
                .isInstanceOf(WebhookVerificationException.class);
        assertThat(attempts.get(0).header("X-Webhook-Signature"))
                .isNotEqualTo(attempts.get(1).header("X-Webhook-Signature"));
        new Webhook(secret).verify(attempts.get(1).text(), attempts.get(1).headers());
    }

    @Test
    void an_event_whose_wrong_signature_is_refused_is_lost() {
        inbox.respondNextWith(401);
        sendWithFault("webhook_wrong_signature", "one");
        inbox.await(1);
        pass("PT1H");

        Reply next = linq.send(chat, "two");

        assertThat(messageOf(inbox.await(2).get(1))).isEqualTo(next.messageId());
    }

    @Test
    void a_webhook_of_the_old_version_has_another_shape_than_the_subscription_wants() {
        sendWithFault("webhook_old_version", "one");
        JsonNode body = inbox.await(1).get(0).body();

        assertThat(body.path("webhook_version").asText()).isEqualTo("2025-01-01");
        assertThat(body.path("data").has("message")).isTrue();
    }

    @Test
    void the_answer_waits_for_the_webhooks_of_its_request() throws Exception {
        inbox.block();

        CompletableFuture<Reply> reply =
                CompletableFuture.supplyAsync(() -> sendWithFault("webhook_before_answer", "one"));
        Awaitility.await().until(() -> inbox.inFlight() == 1);
        Awaitility.await().during(Duration.ofMillis(300)).until(() -> !reply.isDone());
        inbox.open();

        assertThat(reply.get().status()).isEqualTo(202);
    }

    @Test
    void the_answer_also_waits_for_the_webhook_of_a_change_that_is_due_later() throws Exception {
        inbox.block();

        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> linq.callWithFault(
                "webhook_before_answer",
                "PUT",
                "/chats/" + chat,
                JsonTrees.object().put("display_name", "Crew")));
        Awaitility.await().until(() -> inbox.inFlight() == 1);
        assertThat(reply).isNotDone();
        inbox.open();

        assertThat(reply.get().status()).isEqualTo(202);
        assertThat(inbox.await(1).get(0).type()).isEqualTo("chat.group_name_updated");
    }

    @Test
    void the_answer_waits_for_two_seconds_at_most() {
        inbox.block();
        long start = System.nanoTime();

        assertThat(sendWithFault("webhook_before_answer", "one").status()).isEqualTo(202);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(1_900));
    }

    @Test
    void an_answer_without_webhooks_is_not_held() {
        assertThat(linq.callWithFault("webhook_before_answer", "GET", "/chats", JsonTrees.object())
                        .status())
                .isEqualTo(200);
        assertThat(sendWithFault("webhook_before_answer; webhook_lost", "one").status())
                .isEqualTo(202);
    }

    @Test
    void a_header_also_strikes_the_webhooks_of_what_a_person_does() {
        linq.request(
                "POST",
                linq.url("/sandbox/people/" + ANN + "/messages"),
                "",
                JsonTrees.object().put("chat_id", chat).put("text", "lost").toString(),
                "Sandbox-Fault",
                "webhook_lost");
        linq.says(ANN, chat, "found");

        assertThat(inbox.await(1).get(0).text()).contains("found");
    }

    @Test
    void the_same_seed_loses_the_same_webhooks_whatever_strikes_requests() {
        List<Boolean> first = lostOfTwenty(JsonTrees.object());

        assertThat(lostOfTwenty(JsonTrees.object().put("error_after", 0.5)))
                .isEqualTo(first)
                .contains(true, false);
    }

    private List<Boolean> lostOfTwenty(ObjectNode faults) {
        linq.faults(faults.put("seed", 7).put("webhook_lost", 0.5));
        List<Boolean> lost = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int before = linq.struck("webhook_lost");
            linq.send(chat, "number " + i);
            lost.add(linq.struck("webhook_lost") > before);
        }
        return lost;
    }

    @Test
    void webhooks_do_not_change_which_requests_are_struck() {
        List<Integer> without = statusesOfTwenty(JsonTrees.object());

        assertThat(statusesOfTwenty(JsonTrees.object().put("webhook_lost", 0.3).put("webhook_doubled", 0.3)))
                .isEqualTo(without)
                .contains(202, 503);
    }

    private List<Integer> statusesOfTwenty(ObjectNode faults) {
        linq.faults(faults.put("seed", 7).put("error_before", 0.5));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            statuses.add(linq.send(chat, "number " + i).status());
        }
        return statuses;
    }
}
