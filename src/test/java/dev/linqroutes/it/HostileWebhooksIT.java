package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.HostileSenders;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.TestKafka;
import dev.linqroutes.testing.TestTopics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program in a small heap, while somebody without the secret does all they can to its port: Linq notices nothing. */
@Timeout(240)
@Tag("alone")
@TestInstance(Lifecycle.PER_CLASS)
class HostileWebhooksIT {
    private static final Logger LOG = LoggerFactory.getLogger(HostileWebhooksIT.class);
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final int MEGABYTES = 256;
    private static final int CONNECTIONS = 600;
    private static final int NOT_NOW = 503;
    private static final Duration ATTACK = Duration.ofSeconds(12);

    /** Linq gives up on an answer after 10 s. */
    private static final Duration LINQS_PATIENCE = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<String> stored = new HashSet<>();
    private final List<Long> millis = new ArrayList<>();
    private int refused;
    private int attacks;
    private int port;
    private int observePort;
    private TestTopics topics;
    private Sandbox sandbox;
    private ProgramProcess program;

    /** One program has to survive them all. */
    @BeforeAll
    void start() throws Exception {
        topics = new TestTopics(TestKafka.brokers());
        sandbox = Sandbox.start(SandboxOptions.defaults());
        InProcessProgram settings =
                new InProcessProgram(folder, topics, sandbox.apiUrl()).with("linq.webhook.secret", SECRET);
        port = Integer.parseInt(settings.setting("http.port"));
        observePort = Integer.parseInt(settings.setting("observe.port"));
        program = ProgramProcess.start(MEGABYTES, folder, settings.environment(), "run");
        program.awaitLine("ready in");
    }

    @BeforeEach
    void countAnew() {
        millis.clear();
        refused = 0;
        attacks++;
    }

    @AfterAll
    void close() throws Exception {
        program.close();
        sandbox.close();
        topics.close();
    }

    @Test
    void bodies_that_never_end_hold_up_no_event_of_linq() throws Exception {
        eventsAreStoredAndPublishedDuring(withBody("Content-Length: 1000000", "x".repeat(990_000)));
    }

    @Test
    void small_bodies_that_never_end_hold_up_no_event_of_linq() throws Exception {
        eventsAreStoredAndPublishedDuring(withBody("Content-Length: 60000", "x".repeat(59_000)));
    }

    @Test
    void chunked_bodies_that_never_end_hold_up_no_event_of_linq() throws Exception {
        eventsAreStoredAndPublishedDuring(
                withBody("Transfer-Encoding: chunked", "f0000\r\n" + "x".repeat(0xf0000) + "\r\n"));
    }

    @Test
    void heads_that_never_end_hold_up_no_event_of_linq() throws Exception {
        eventsAreStoredAndPublishedDuring("POST /webhooks/linq HTTP/1.1\r\nX: " + "x".repeat(7_000));
    }

    @Test
    void heads_that_never_end_on_the_port_of_health_do_not_hide_it() throws Exception {
        eventsAreStoredAndPublishedDuring(observePort, "GET /observe/health HTTP/1.1\r\nX: " + "x".repeat(7_000));
    }

    private static String withBody(String header, String body) {
        return "POST /webhooks/linq HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header + "\r\n\r\n" + body;
    }

    private void eventsAreStoredAndPublishedDuring(String attack) throws Exception {
        eventsAreStoredAndPublishedDuring(port, attack);
    }

    private void eventsAreStoredAndPublishedDuring(int attackedPort, String attack) throws Exception {
        try (HostileSenders senders =
                HostileSenders.start(CONNECTIONS, attackedPort, attack.getBytes(StandardCharsets.ISO_8859_1))) {
            Instant end = Instant.now().plus(ATTACK);
            while (Instant.now().isBefore(end)) {
                assertThat(deliver("event-" + stored.size()))
                        .as("%s", program.output())
                        .isTrue();
                assertThat(observe("health")).isEqualTo(200);
            }
            LOG.info(
                    "hostile senders: {} connections, {} opened, {} MB sent; {} events stored beside them, {} answered with"
                            + " 503 first, longest {} ms, mean {} ms",
                    CONNECTIONS,
                    senders.opened(),
                    senders.sent() >> 20,
                    millis.size(),
                    refused,
                    millis.stream().mapToLong(each -> each).max().orElseThrow(),
                    Math.round(millis.stream().mapToLong(each -> each).average().orElseThrow()));
        }
        // A machine that is busy with the attack, too, may be slow now and then.
        assertThat(refused)
                .as("events that Linq had to send again")
                .isLessThanOrEqualTo(Math.max(3, millis.size() / 20));
        assertThat(deliver("after-" + attacks)).isTrue();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(published()).isEqualTo(stored));
        topics.produce(
                "order-" + attacks,
                """
                {"type": "create_group", "command_id": "ord-%1$d", "group_ref": "order-%1$d",
                 "to": ["+1555666000%1$d", "+1888999000%1$d"], "display_name": "Order %1$d", "message": {"text": "Hello"}}"""
                        .formatted(attacks));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> topics.outcomesSoFar().size() == attacks);
        assertThat(program.isAlive()).isTrue();
        assertThat(program.output()).doesNotContain("OutOfMemoryError").doesNotContain("ERROR");
    }

    private Set<String> published() {
        return topics.records(topics.events()).stream()
                .map(each -> TestTopics.header(each, "ce_id"))
                .collect(Collectors.toSet());
    }

    /** As Linq does: a second time if it is told so, and again if need be; whether it was stored at last. */
    private boolean deliver(String id) throws Exception {
        String body =
                """
                {"event_id": "%s", "event_type": "message.received", "data": {"id": "%s", "text": "%s"}}"""
                        .formatted(id, id, "x".repeat(3_000));
        long begun = System.nanoTime();
        for (int attempt = 0; attempt < 5; attempt++) {
            int status = post(id, body);
            if (status == 200) {
                stored.add(id);
                millis.add((System.nanoTime() - begun) / 1_000_000);
                return true;
            }
            assertThat(status).isEqualTo(NOT_NOW);
            refused++;
        }
        return false;
    }

    private int post(String id, String body) throws Exception {
        long now = Instant.now().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks/linq"))
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now))
                .header("webhook-signature", new Webhook(SECRET).sign(id, now, body))
                .timeout(LINQS_PATIENCE)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            // Linq sends again what it could not send.
            return NOT_NOW;
        }
    }

    private int observe(String page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + observePort + "/observe/" + page))
                .timeout(LINQS_PATIENCE)
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }
}
