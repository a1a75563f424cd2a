package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.WebhookReceiver.Delivery;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.delivery.WebhookBackoff;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxWebhookTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(
            options -> options.withPairLimitPerMinute(1000).withLines(List.of(TestSandbox.LINE, "+13334445555")));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    @Test
    void the_signature_is_valid_for_the_standard_webhooks_library() {
        String secret = linq.subscribe(inbox.url(), "message.sent").text("/signing_secret");

        linq.createGroup("Grüße 🚧", ANN, BOB);

        Delivery delivery = inbox.await(1).get(0);
        assertThat(secret).startsWith("whsec_");
        assertThatCode(() -> new Webhook(secret).verify(delivery.text(), delivery.headers()))
                .doesNotThrowAnyException();
        assertThat(delivery.header("webhook-id"))
                .isEqualTo(delivery.body().path("event_id").asText());
    }

    @Test
    void the_deprecated_headers_are_sent() throws Exception {
        Reply subscription = linq.subscribe(inbox.url(), "message.sent");

        linq.createGroup("Welcome!", ANN, BOB);

        Delivery delivery = inbox.await(1).get(0);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(subscription.text("/signing_secret").getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = delivery.header("X-Webhook-Timestamp") + "." + delivery.text();
        assertThat(delivery.header("X-Webhook-Signature"))
                .isEqualTo(HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        assertThat(delivery.header("X-Webhook-Event")).isEqualTo("message.sent");
        assertThat(delivery.header("X-Webhook-Subscription-ID")).isEqualTo(subscription.text("/id"));
    }

    @Test
    void a_message_event_has_the_key_and_trace_id_of_its_request() {
        linq.subscribe(inbox.url() + "?version=2026-02-03&tenant=7", "message.sent");

        Reply created =
                linq.create(List.of(ANN, BOB), TestSandbox.aText("Welcome!").put("idempotency_key", "ord-1001-1"));

        Delivery delivery = inbox.await(1).get(0);
        JsonNode event = delivery.body();
        assertThat(delivery.query()).isEqualTo("version=2026-02-03&tenant=7");
        assertThat(event.path("api_version").asText()).isEqualTo("v3");
        assertThat(event.path("webhook_version").asText()).isEqualTo("2026-02-03");
        assertThat(event.path("trace_id").asText()).isEqualTo(created.header("X-Trace-ID"));
        JsonNode data = event.path("data");
        assertThat(data.path("id").asText()).isEqualTo(created.messageId());
        assertThat(data.at("/chat/id").asText()).isEqualTo(created.chatId());
        assertThat(data.at("/chat/is_group").booleanValue()).isTrue();
        assertThat(data.at("/chat/owner_handle/is_me").booleanValue()).isTrue();
        assertThat(data.path("chat").has("handles")).isFalse();
        assertThat(data.path("direction").asText()).isEqualTo("outbound");
        assertThat(data.at("/sender_handle/handle").asText()).isEqualTo(TestSandbox.LINE);
        assertThat(data.at("/parts/0").has("reactions")).isFalse();
        assertThat(data.path("sent_at").isTextual()).isTrue();
        assertThat(data.path("delivered_at").isNull()).isTrue();
        assertThat(data.path("idempotency_key").asText()).isEqualTo("ord-1001-1");
    }

    @Test
    void a_new_chat_publishes_an_event_and_a_reused_one_does_not() {
        linq.subscribe(inbox.url(), "chat.created", "message.sent");

        Reply first = linq.createGroup("one", ANN, BOB);
        linq.createGroup("two", ANN, BOB);

        inbox.await(3);
        assertThat(inbox.deliveries()).extracting(Delivery::type).containsOnlyOnce("chat.created");
        JsonNode chat = inbox.awaitFirst("chat.created").body().path("data");
        assertThat(chat.path("id").asText()).isEqualTo(first.chatId());
        assertThat(chat.path("handles")).hasSize(3);
        assertThat(chat.has("is_archived")).isFalse();
    }

    @Test
    void a_name_event_has_the_old_name() {
        linq.subscribe(inbox.url(), "chat.group_name_updated");
        String chat = linq.createGroup("one", ANN, BOB).chatId();

        Reply reply = linq.name(chat, "Order 1001");

        JsonNode event = inbox.await(1).get(0).body();
        assertThat(event.at("/data/old_value").isNull()).isTrue();
        assertThat(event.at("/data/new_value").asText()).isEqualTo("Order 1001");
        assertThat(event.at("/data/changed_by_handle/is_me").booleanValue()).isTrue();
        assertThat(event.path("trace_id").asText()).hasSize(32).isNotEqualTo(reply.header("X-Trace-ID"));
    }

    @Test
    void only_subscribed_events_are_delivered() {
        linq.subscribe(inbox.url() + "/names", "chat.group_name_updated");
        linq.subscribe(inbox.url() + "/chats", "chat.created");

        linq.nameAndWait(linq.createGroup("one", ANN, BOB).chatId(), "Order 1001");

        inbox.await(2);
        assertThat(inbox.deliveries())
                .extracting(Delivery::type)
                .containsExactlyInAnyOrder("chat.created", "chat.group_name_updated");
    }

    @Test
    void a_503_and_a_429_are_retried_with_a_new_signature() {
        String secret = linq.subscribe(inbox.url(), "message.sent").text("/signing_secret");
        inbox.respondNextWith(503, 429);

        linq.createGroup("one", ANN, BOB);

        List<Delivery> attempts = inbox.await(3);
        assertThat(attempts)
                .extracting(Delivery::text)
                .containsOnly(attempts.get(0).text());
        assertThat(attempts).extracting(attempt -> attempt.header("webhook-id")).hasSize(3);
        assertThat(Long.parseLong(attempts.get(2).header("webhook-timestamp")))
                .isGreaterThan(Long.parseLong(attempts.get(0).header("webhook-timestamp")));
        assertThat(attempts).allSatisfy(attempt -> new Webhook(secret).verify(attempt.text(), attempt.headers()));
    }

    @Test
    void a_400_is_not_retried() {
        linq.subscribe(inbox.url(), "message.sent");
        inbox.respondNextWith(400);
        String chat = linq.createGroup("refused by the receiver", ANN, BOB).chatId();
        inbox.await(1);
        inbox.respondNextWith(503);

        // Once a second webhook has had its first retry, a retry of the refused one would have happened too.
        linq.send(chat, "second");

        List<Delivery> attempts = inbox.await(3);
        assertThat(attempts.stream().filter(attempt -> attempt.text().contains("refused by the receiver")))
                .hasSize(1);
    }

    @Test
    void an_unavailable_receiver_gets_the_webhook_later() throws IOException {
        linq.subscribe(inbox.url(), "message.sent");
        inbox.stop();
        linq.createGroup("one", ANN, BOB);
        inbox.restart();

        assertThat(inbox.await(1).get(0).text()).contains("\"one\"");
    }

    @Test
    void a_deleted_or_inactive_subscription_gets_no_webhooks() {
        String gone = linq.subscribe(inbox.url() + "/gone", "message.sent").text("/id");
        String paused = linq.subscribe(inbox.url() + "/paused", "message.sent").text("/id");
        linq.subscribe(inbox.url() + "/there", "message.sent");
        linq.call("DELETE", "/webhook-subscriptions/" + gone, "");
        linq.call("PUT", "/webhook-subscriptions/" + paused, "{\"is_active\": false}");

        linq.createGroup("one", ANN, BOB);
        linq.createGroup("two", ANN, BOB);

        inbox.await(2);
        assertThat(inbox.deliveries()).hasSize(2);
    }

    @Test
    void many_webhooks_arrive_once_each() {
        linq.subscribe(inbox.url(), "message.sent");
        String chat = linq.createGroup("0", ANN, BOB).chatId();
        IntStream.range(1, 300).forEach(number -> linq.send(chat, Integer.toString(number)));

        inbox.await(300);
        assertThat(inbox.deliveries())
                .extracting(delivery -> delivery.header("webhook-id"))
                .hasSize(300)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_slow_receiver_gets_64_webhooks_at_once() {
        linq.subscribe(inbox.url(), "message.sent");
        inbox.block();
        String chat = linq.createGroup("0", ANN, BOB).chatId();
        IntStream.range(1, 100).forEach(number -> linq.send(chat, Integer.toString(number)));

        Awaitility.await().until(() -> inbox.inFlight() == 64);
        inbox.open();

        inbox.await(100);
        assertThat(inbox.maxInFlight()).isEqualTo(64);
    }

    @Test
    void a_subscription_can_be_limited_to_lines() {
        linq.call(
                "POST",
                "/webhook-subscriptions",
                """
                {"target_url": "%s", "subscribed_events": ["message.sent"], "phone_numbers": ["+13334445555"]}"""
                        .formatted(inbox.url()));
        linq.createGroup("from the first line", ANN, BOB);

        linq.call(
                "POST",
                "/chats",
                """
                {"from": "+13334445555", "to": ["+15556667777"],
                 "message": {"parts": [{"type": "text", "value": "from the other"}]}}""");

        assertThat(inbox.await(1)).hasSize(1).first().satisfies(delivery -> assertThat(delivery.text())
                .contains("from the other"));
    }

    @Test
    void a_webhook_is_dropped_after_ten_attempts_in_about_thirty_minutes() {
        WebhookBackoff backoff = new WebhookBackoff(SandboxOptions.defaults().firstWebhookRetry());

        List<Duration> waits = IntStream.rangeClosed(1, 9)
                .mapToObj(attempt -> backoff.delayAfter(attempt, 7))
                .flatMap(Optional::stream)
                .toList();

        assertThat(waits).hasSize(9).allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMinutes(10)));
        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofMinutes(27), Duration.ofMinutes(33));
        assertThat(backoff.delayAfter(10, 7)).isEmpty();
    }

    @Test
    void routing_headers_are_the_same_for_all_webhooks_of_a_chat() {
        linq.call(
                "POST",
                "/webhook-subscriptions",
                "{\"target_url\": \"" + inbox.url()
                        + "\", \"subscribed_events\": [\"chat.created\", \"message.sent\","
                        + " \"webhook_subscription.created\"], \"routing_key_header\": \"X-Key\"}");
        String first = linq.createGroup("one", ANN, BOB).chatId();
        linq.send(first, "two");
        String second = linq.createGroup("three", ANN).chatId();

        var deliveries = inbox.await(6);

        assertThat(deliveries.stream()
                        .filter(delivery -> delivery.header("Linq-Chat-Id").equals(first))
                        .map(delivery -> delivery.header("X-Key")))
                .hasSize(3)
                .doesNotContain("")
                .containsOnly(deliveries.stream()
                        .filter(delivery -> delivery.header("Linq-Chat-Id").equals(first))
                        .findFirst()
                        .orElseThrow()
                        .header("X-Key"));
        assertThat(deliveries.stream()
                        .filter(delivery -> delivery.header("Linq-Chat-Id").equals(second)))
                .hasSize(2);
        assertThat(inbox.awaitFirst("webhook_subscription.created").header("X-Key"))
                .isEmpty();
    }
}
