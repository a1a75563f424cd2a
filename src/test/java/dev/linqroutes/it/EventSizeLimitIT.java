package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.InProcessProgram;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is let in fits on topics as Kafka makes them, whatever the event says. */
class EventSizeLimitIT extends SandboxTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final int LARGEST = 1_000_000;
    private static final Duration LONG = Duration.ofSeconds(30);

    /** As long as a command's may be, in characters of four bytes. */
    private static final String LONGEST_NAME = "🚧".repeat(200);

    private InProcessProgram instance;

    @BeforeEach
    void start() throws Exception {
        instance = program().with("linq.webhook.secret", SECRET).start();
    }

    @Test
    void the_largest_event_with_the_longest_headers_is_published_and_a_larger_one_is_to_come_again_and_counted()
            throws Exception {
        topics.produce(
                "order-1",
                """
                {"type": "create_group", "command_id": "%1$s", "group_ref": "%1$s",
                 "to": ["+15556660001", "+18889990000"], "display_name": "Order 1", "message": {"text": "Hello"}}"""
                        .formatted(LONGEST_NAME));
        await().atMost(LONG).until(() -> topics.outcomesSoFar().size() == 1);
        JsonNode outcome = topics.outcomesSoFar().get(0);
        String event =
                """
                {"event_id": "%1$s", "event_type": "message.%1$s", "created_at": "2026-08-21T09:14:07.218340115+00:00",
                 "partner_id": "%1$s", "data": {"chat": {"id": "%2$s"}, "id": "%3$s",
                 "reconciled_at": "2026-08-21T09:14:07.218340115+00:00", "text": "%%s"}}"""
                        .formatted(
                                "e".repeat(64),
                                outcome.get("chat_id").asText(),
                                outcome.get("calls").get(0).get("message_id").asText());
        String text = "x".repeat(LARGEST - event.formatted("").length());

        assertThat(instance.deliverWebhook("msg_1", event.formatted(text))).isEqualTo(200);
        assertThat(instance.deliverWebhook("msg_2", event.formatted(text + "x")))
                .isEqualTo(503);
        assertThat(instance.deliverWebhook("next")).isEqualTo(200);

        await().atMost(LONG).until(() -> topics.records(topics.events()).size() == 2);
        await().atMost(LONG)
                .until(() -> topics.records(topics.events("messages")).size() == 2);
        ConsumerRecord<byte[], byte[]> largest = topics.records(topics.events()).stream()
                .filter(each -> each.value().length == LARGEST)
                .findFirst()
                .orElseThrow();
        assertThat(new String(largest.value(), StandardCharsets.UTF_8)).isEqualTo(event.formatted(text));
        assertThat(headers(largest))
                .containsEntry("linq-group-ref", LONGEST_NAME)
                .containsEntry("linq-command-id", LONGEST_NAME)
                .containsKeys("ce_time", "ce_subject", "linq-reconciled-at");
        assertThat(instance.metrics()).containsPattern("linq_webhooks_total\\{result=\"too_large\"} 1\\.0");
    }

    @Test
    void an_event_with_fields_of_absurd_length_holds_up_no_other() throws Exception {
        String absurd = "y".repeat(300_000);

        assertThat(instance.deliverWebhook(
                        "msg_1",
                        """
                        {"event_id": "e-1", "event_type": "message.read", "partner_id": "%1$s", "created_at": "%1$s",
                         "data": {"reconciled_at": "%1$s", "chat_id": "../../phone_numbers"}}"""
                                .formatted(absurd)))
                .isEqualTo(200);
        assertThat(instance.deliverWebhook("next")).isEqualTo(200);

        await().atMost(LONG).until(() -> topics.records(topics.events()).size() == 2);
        assertThat(topics.records(topics.events()))
                .allSatisfy(each -> assertThat(headers(each).values())
                        .allSatisfy(value -> assertThat(value).hasSizeLessThan(100)));
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> sent) {
        return StreamSupport.stream(sent.headers().spliterator(), false)
                .collect(Collectors.toMap(Header::key, header -> new String(header.value(), StandardCharsets.UTF_8)));
    }
}
