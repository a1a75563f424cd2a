package dev.linqroutes.it;

import static dev.linqroutes.testing.TestTopics.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.TestKafka;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Headers steer Camel's components. Those of a record or a webhook steer nothing: not where a call goes, not where a record goes,
 * not which method of a bean is called, and not what is committed (docs/SECURITY.md).
 */
class UntrustedHeadersIT extends SandboxTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    private final int webhookPort = ProgramProcess.freePort();
    private final String stolen = "stolen-" + UUID.randomUUID();
    private final AtomicInteger astray = new AtomicInteger();
    private HttpServer elsewhere;
    private String secret;

    @BeforeEach
    void start() throws Exception {
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            astray.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        elsewhere.start();
        topics.add(stolen);
        secret = linq.subscribe(webhookPort);
        program()
                .with("http.port", Integer.toString(webhookPort))
                .with("linq.webhook.secret", secret)
                .with("linq.confirm", "true")
                .start();
    }

    @AfterEach
    void stop() {
        elsewhere.stop(0);
    }

    private Map<String, String> hostile() {
        Map<String, String> headers = new LinkedHashMap<>();
        String url = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/";
        for (String name : List.of("CamelHttpUri", "cAmElHttpUri", "CamelRestHttpUri", "CamelHttpPath")) {
            headers.put(name, url);
        }
        headers.put("CamelHttpMethod", "DELETE");
        headers.put("CamelHttpQuery", "a=b");
        headers.put("CamelBeanMethodName", "commit");
        headers.put("CamelKafkaOverrideTopic", stolen);
        headers.put("kafka.OVERRIDE_TOPIC", stolen);
        headers.put("KAFKA.override_topic", stolen);
        headers.put("\u212Aafka.OVERRIDE_TOPIC", stolen);
        for (String name : List.of(
                "TOPIC", "PARTITION", "OFFSET", "KEY", "HEADERS", "MANUAL_COMMIT", "LAST_RECORD_BEFORE_COMMIT")) {
            headers.put("kafka." + name, "x");
            headers.put("KaFkA." + name, "x");
            headers.put("CamelKafka" + name, "x");
        }
        headers.put("Authorization", "Bearer stolen");
        headers.put("Long-Running-Action", url);
        headers.put("linq-command-id", "of-another");
        headers.put("ce_id", "of-another");
        headers.put("breadcrumbId", "x");
        return headers;
    }

    @Test
    void headers_of_a_record_have_no_effect() throws Exception {
        Map<String, Object> producer = Map.of("bootstrap.servers", TestKafka.brokers());
        try (KafkaProducer<byte[], byte[]> hostile =
                new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String value : List.of(
                    """
                    {"type": "create_group", "command_id": "1", "group_ref": "crew", "to": ["+12025550101", "+12025550102"],
                     "message": {"text": "Hello"}}""",
                    "no command",
                    """
                    {"type": "send_message", "command_id": "2", "group_ref": "crew", "message": {"text": "And this"}}""")) {
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(topics.commands(), bytes("crew"), bytes(value));
                hostile().forEach((name, text) -> record.headers().add(name, bytes(text)));
                hostile.send(record).get();
            }
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(topics.outcomesSoFar())
                .extracting(outcome -> outcome.path("command_id").asText() + " "
                        + outcome.path("status").asText())
                .contains("1 confirmed", "2 confirmed"));
        await().atMost(SOON).untilAsserted(() -> assertThat(topics.committed()).isEqualTo(nonEmptyEnds()));
        assertThat(topics.records(topics.dead())).singleElement().satisfies(dead -> {
            assertThat(new String(dead.value(), StandardCharsets.UTF_8)).isEqualTo("no command");
            assertThat(dead.headers())
                    .filteredOn(header -> !header.key().startsWith("linq-error-"))
                    .extracting(Header::key)
                    .containsExactlyElementsOf(hostile().keySet());
        });
        assertThat(linq.groups()).singleElement().satisfies(group -> assertThat(group.messages())
                .containsExactly("Hello", "And this"));
        assertNothingWentAstray();
    }

    @Test
    void headers_and_parameters_of_a_webhook_have_no_effect() throws Exception {
        String body = "{\"event_id\":\"e-1\",\"event_type\":\"message.read\",\"data\":{\"chat\":{\"id\":\"chat-1\"}}}";
        long now = Instant.now().getEpochSecond();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + webhookPort
                        + "/webhooks/linq?kafka.OVERRIDE_TOPIC=" + stolen
                        + "&CamelHttpResponseCode=418&CamelBeanMethodName=stored&kafka.KEY=x"))
                .header("webhook-id", "e-1")
                .header("webhook-timestamp", Long.toString(now))
                .header("webhook-signature", new Webhook(secret).sign("e-1", now, body))
                .POST(BodyPublishers.ofString(body));
        hostile().forEach((name, value) -> {
            if (name.chars().allMatch(character -> character < 128)) {
                request.header(name, value);
            }
        });

        HttpResponse<String> answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().map().keySet()).allSatisfy(name -> assertThat(name.toLowerCase(Locale.ROOT))
                .doesNotStartWith("camel")
                .doesNotStartWith("kafka")
                .isNotIn("authorization", "webhook-signature", "linq-command-id"));
        await().atMost(SOON)
                .until(() -> !topics.records(topics.events("messages")).isEmpty());
        assertThat(topics.records(topics.events())).singleElement().satisfies(event -> {
            assertThat(new String(event.key(), StandardCharsets.UTF_8)).isEqualTo("chat-1");
            assertThat(new String(event.value(), StandardCharsets.UTF_8)).isEqualTo(body);
            assertThat(header(event, "ce_id")).isEqualTo("e-1");
        });
        assertNothingWentAstray();
    }

    private void assertNothingWentAstray() {
        assertThat(topics.records(stolen)).isEmpty();
        assertThat(astray).hasValue(0);
    }

    private Map<Integer, Long> nonEmptyEnds() {
        Map<Integer, Long> ends = topics.ends();
        ends.values().removeIf(end -> end == 0);
        return ends;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
