package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxDeliveryRecordTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withFirstWebhookRetry(Duration.ofMillis(20)));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    private JsonNode deliveries(String query) {
        return linq.request("GET", linq.url("/sandbox/deliveries?" + query), "", "")
                .body()
                .path("deliveries");
    }

    private JsonNode awaitState(String state) {
        Awaitility.await()
                .until(() -> deliveries("").path(0).path("state").asText().equals(state));
        return deliveries("").path(0);
    }

    @Test
    void a_webhook_is_recorded_with_its_attempts() {
        linq.subscribe(inbox.url() + "?token=secret", "message.sent");
        inbox.respondNextWith(503);
        linq.createGroup("one", ANN, BOB);

        JsonNode delivery = awaitState("delivered");

        assertThat(delivery.path("event_type").asText()).isEqualTo("message.sent");
        assertThat(delivery.path("event_id").asText())
                .isEqualTo(inbox.await(1).get(0).header("webhook-id"));
        assertThat(delivery.path("body")).isEqualTo(inbox.deliveries().get(0).body());
        assertThat(delivery.path("target").asText()).isEqualTo(inbox.url());
        assertThat(delivery.path("attempts").valueStream().map(attempt -> attempt.path("status")
                        .intValue()))
                .containsExactly(503, 200);
        assertThat(delivery.at("/attempts/0/error").isNull()).isTrue();
        assertThat(delivery.at("/attempts/0/millis").canConvertToLong()).isTrue();
    }

    @Test
    void an_attempt_without_an_answer_has_the_reason() {
        linq.subscribe(inbox.url(), "message.sent");
        inbox.stop();
        linq.createGroup("one", ANN, BOB);

        Awaitility.await().until(() -> deliveries("").at("/0/attempts/0").isObject());
        JsonNode attempt = deliveries("").at("/0/attempts/0");
        assertThat(attempt.path("status").isNull()).isTrue();
        assertThat(attempt.path("error").asText()).contains("Connection refused");
    }

    @Test
    void the_target_of_a_delivery_is_without_secrets() {
        linq.subscribe(inbox.url().replace("http://", "https://me:password@") + "?token=secret", "message.sent");

        linq.createGroup("one", ANN, BOB);

        assertThat(deliveries("").at("/0/target").asText())
                .isEqualTo(inbox.url().replace("http", "https"));
    }

    @Test
    void what_is_refused_for_good_is_dropped() {
        linq.subscribe(inbox.url(), "message.sent");
        inbox.respondNextWith(400);
        linq.createGroup("one", ANN, BOB);

        JsonNode dropped = awaitState("dropped");
        assertThat(dropped.path("attempts")).hasSize(1);
        assertThat(dropped.path("reason").asText()).isEqualTo("Not tried again: answered 400");
    }

    @Test
    void what_waits_for_a_deleted_subscription_is_lost() throws IOException {
        String id = linq.subscribe(inbox.url(), "message.sent").text("/id");
        inbox.stop();
        linq.createGroup("one", ANN, BOB);
        assertThat(deliveries("").at("/0/state").asText()).isEqualTo("waiting");

        linq.call("DELETE", "/webhook-subscriptions/" + id, "");

        assertThat(deliveries("").at("/0/state").asText()).isEqualTo("lost");
        assertThat(deliveries("").at("/0/reason").asText()).isEqualTo("The subscription was deleted");
        assertThat(deliveries("").at("/0/next_attempt").isNull()).isTrue();
    }

    @Test
    void subscriptions_are_shown_without_secrets() {
        linq.subscribe(inbox.url() + "?token=abc", "message.sent");

        JsonNode shown = linq.admin("GET", "/subscriptions", JsonTrees.object()).body();

        assertThat(shown.at("/subscriptions/0/target_url").asText()).isEqualTo(inbox.url() + "?token=(hidden)");
        assertThat(shown.at("/subscriptions/0/subscribed_events/0").asText()).isEqualTo("message.sent");
        assertThat(shown.toString()).doesNotContain("whsec_", "abc");
    }

    @Test
    void deliveries_are_found_by_event_subscription_chat_and_trace() {
        String subscription =
                linq.subscribe(inbox.url(), "message.sent", "chat.created").text("/id");
        Reply first = linq.createGroup("one", ANN, BOB);
        linq.createGroup("two", ANN, CAROL);
        String eventId = deliveries("").at("/0/event_id").asText();

        assertThat(deliveries("event_type=chat.created")).hasSize(2);
        assertThat(deliveries("event_id=" + eventId)).hasSize(1);
        assertThat(deliveries("subscription_id=" + subscription)).hasSize(4);
        assertThat(deliveries("chat_id=" + first.chatId())).hasSize(2);
        assertThat(deliveries("trace_id=" + first.header("x-trace-id"))).hasSize(1);
        assertThat(deliveries("chat_id=nothing")).isEmpty();
    }

    @Test
    void a_delivery_can_be_awaited() throws Exception {
        linq.subscribe(inbox.url(), "message.sent");
        CompletableFuture<JsonNode> later =
                CompletableFuture.supplyAsync(() -> deliveries("event_type=message.sent&await=PT30S"));

        linq.createGroup("one", ANN, BOB);

        assertThat(later.get(10, TimeUnit.SECONDS)).hasSize(1);
    }

    private CompletableFuture<JsonNode> later(String query) {
        return CompletableFuture.supplyAsync(() -> deliveries(query));
    }

    @Test
    void a_state_of_a_delivery_can_be_awaited() throws Exception {
        linq.subscribe(inbox.url(), "message.sent");
        inbox.block();
        linq.createGroup("one", ANN, BOB);
        Awaitility.await().until(() -> inbox.inFlight() == 1);
        CompletableFuture<JsonNode> delivered = later("state=delivered&await=PT30S");
        assertThat(deliveries("state=delivered")).isEmpty();
        assertThat(deliveries("state=waiting&await=PT30S")).hasSize(1);

        inbox.open();

        assertThat(delivered.get(10, TimeUnit.SECONDS)).hasSize(1);
    }

    @Test
    void one_delivery_does_not_count_for_two_however_often_it_is_tried() {
        linq.subscribe(inbox.url(), "message.sent");
        inbox.respondNextWith(503, 503, 503);
        linq.createGroup("one", ANN, BOB);

        assertThat(deliveries("event_type=message.sent&count=2&await=PT0.5S")).hasSize(1);
        assertThat(deliveries("state=delivered&await=PT30S").at("/0/attempts")).hasSize(4);
    }

    @Test
    void what_is_before_the_awaited_ones_does_not_count() throws Exception {
        linq.subscribe(inbox.url(), "message.sent");
        inbox.block();
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        Awaitility.await().until(() -> inbox.inFlight() == 1);
        CompletableFuture<JsonNode> second = later("state=delivered&after=1&await=PT30S");
        inbox.open();
        assertThat(deliveries("state=delivered&await=PT30S")).hasSize(1);
        assertThat(second).isNotDone();

        linq.send(chat, "two");

        assertThat(second.get(10, TimeUnit.SECONDS).at("/0/seq").intValue()).isEqualTo(2);
    }

    @Test
    void a_state_that_does_not_exist_is_refused() {
        Reply reply = linq.request("GET", linq.url("/sandbox/deliveries?state=done"), "", "");

        assertThat(reply.code()).isEqualTo(1005);
        assertThat(reply.text("/error/message")).contains("waiting, delivered, dropped, lost");
    }

    @Test
    void a_webhook_can_be_sent_again() {
        linq.subscribe(inbox.url(), "message.sent");
        linq.createGroup("one", ANN, BOB);
        String id = awaitState("delivered").path("id").asText();

        Reply again = linq.admin(
                "POST", "/deliveries/" + id + "/resend", JsonTrees.object().put("times", 2));

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body().path("delivery_ids")).hasSize(2);
        assertThat(inbox.await(3))
                .extracting(WebhookReceiver.Delivery::text)
                .containsOnly(inbox.deliveries().get(0).text());
        assertThat(inbox.deliveries())
                .extracting(delivery -> delivery.header("webhook-id"))
                .containsOnly(inbox.deliveries().get(0).header("webhook-id"));
        assertThat(deliveries("")).hasSize(3);
    }

    @Test
    void what_cannot_be_sent_again_is_refused() {
        String subscription = linq.subscribe(inbox.url(), "message.sent").text("/id");
        linq.createGroup("one", ANN, BOB);
        String path = "/deliveries/" + deliveries("").at("/0/id").asText() + "/resend";

        assertThat(linq.admin("POST", path, JsonTrees.object().put("times", 101))
                        .status())
                .isEqualTo(400);
        linq.call("DELETE", "/webhook-subscriptions/" + subscription, "");
        assertThat(linq.admin("POST", path, JsonTrees.object()).status()).isEqualTo(409);
        linq.admin("DELETE", "/record", JsonTrees.object());
        assertThat(linq.admin("POST", path, JsonTrees.object()).status()).isEqualTo(404);
    }

    @Test
    void emptying_the_record_leaves_chats_and_numbers() {
        linq.subscribe(inbox.url(), "message.sent");
        String chat = linq.createGroup("one", ANN, BOB).chatId();
        inbox.await(1);

        assertThat(linq.admin("DELETE", "/record", JsonTrees.object()).status()).isEqualTo(204);

        assertThat(deliveries("")).isEmpty();
        linq.send(chat, "two");
        assertThat(deliveries("").at("/0/seq").intValue()).isEqualTo(2);
        assertThat(linq.textsIn(chat)).containsExactly("one", "two");
        inbox.await(2);
    }
}
