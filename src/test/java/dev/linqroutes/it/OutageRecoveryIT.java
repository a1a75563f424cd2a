package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.app.Application;
import dev.linqroutes.embedded.EmbeddedKafka;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.world.SandboxOptions;
import dev.linqroutes.testing.FaultyProxy;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.SandboxRecord;
import dev.linqroutes.testing.TestKafka;
import dev.linqroutes.testing.TestTopics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away, or Kafka, or Linq, and comes back: nothing is lost, and nobody has to do anything. */
class OutageRecoveryIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final int webhookPort = ProgramProcess.freePort();
    private final int observePort = ProgramProcess.freePort();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void what_comes_while_the_ledger_is_away_is_taken_in_when_it_is_back() throws Exception {
        URI postgres = URI.create(FreshLedger.postgres().substring("jdbc:".length()));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                TestTopics topics = new TestTopics(kafka.brokers());
                Sandbox sandbox =
                        Sandbox.start(SandboxOptions.defaults().withFirstWebhookRetry(Duration.ofMillis(200)));
                FaultyProxy cable = new FaultyProxy(postgres.getPort())) {
            SandboxRecord linq = new SandboxRecord(sandbox);
            String secret = linq.subscribe(webhookPort);
            String ledger =
                    "jdbc:postgresql://localhost:" + cable.port() + postgres.getPath() + "?" + postgres.getQuery();
            try (Application application = start(topics, sandbox.apiUrl(), ledger, secret)) {
                assertThat(application.context().getRoutesSize()).isPositive();
                produce(topics, 0, 10);
                awaitOutcomes(topics, 10);

                cable.disconnect();
                produce(topics, 10, 30);
                drop("while-away.csv", "to,name,message\n+12025550101;+12025550102,From a file,Hello\n");
                assertThat(post(secret, "event-while-away")).isEqualTo(503);
                assertThat(health()).isEqualTo(503);
                assertThat(folder.resolve("inbox/done")).doesNotExist();
                cable.restore();

                awaitOutcomes(topics, 31);
                assertThat(health()).isEqualTo(200);
                await().atMost(LONG).until(() -> Files.exists(folder.resolve("inbox/done/while-away.csv")));
                assertThat(folder.resolve("inbox/failed")).doesNotExist();
                assertThat(post(secret, "event-while-away")).isEqualTo(200);
            }
            assertEachGroupOnce(linq, 31);
        }
    }

    @Test
    void what_comes_while_the_ledgers_packets_are_dropped_is_taken_in_when_they_pass_again() throws Exception {
        URI postgres = URI.create(FreshLedger.postgres().substring("jdbc:".length()));
        try (TestTopics topics = new TestTopics(TestKafka.brokers());
                Sandbox sandbox =
                        Sandbox.start(SandboxOptions.defaults().withFirstWebhookRetry(Duration.ofMillis(200)));
                FaultyProxy proxy = new FaultyProxy(postgres.getPort())) {
            SandboxRecord linq = new SandboxRecord(sandbox);
            String secret = linq.subscribe(webhookPort);
            String ledger = "jdbc:postgresql://localhost:" + proxy.port() + postgres.getPath() + "?"
                    + postgres.getQuery() + "&socketTimeout=3";
            try (Application application = start(topics, sandbox.apiUrl(), ledger, secret)) {
                assertThat(application.context().getRoutesSize()).isPositive();
                produce(topics, 0, 10);
                awaitOutcomes(topics, 10);

                proxy.dropPackets();
                produce(topics, 10, 30);
                drop("while-silent.csv", "to,name,message\n+12025550101;+12025550102,From a file,Hello\n");
                assertThat(post(secret, "event-while-silent")).isEqualTo(503);
                assertThat(health()).isEqualTo(503);
                assertThat(folder.resolve("inbox/done")).doesNotExist();
                proxy.restore();

                awaitOutcomes(topics, 31);
                await().atMost(LONG).until(() -> health() == 200);
                await().atMost(LONG).until(() -> Files.exists(folder.resolve("inbox/done/while-silent.csv")));
                assertThat(folder.resolve("inbox/failed")).doesNotExist();
                await().atMost(LONG).until(() -> post(secret, "event-while-silent") == 200);
            }
            assertEachGroupOnce(linq, 31);
        }
    }

    @Test
    void a_ledger_that_is_away_for_longer_than_kafka_waits_for_a_consumer_loses_nothing() throws Exception {
        URI postgres = URI.create(FreshLedger.postgres().substring("jdbc:".length()));
        try (TestTopics topics = new TestTopics(TestKafka.brokers());
                Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
                FaultyProxy cable = new FaultyProxy(postgres.getPort())) {
            String ledger =
                    "jdbc:postgresql://localhost:" + cable.port() + postgres.getPath() + "?" + postgres.getQuery();
            Map<String, String> settings = settings(topics, sandbox.apiUrl(), ledger, "");
            settings.put("camel.component.kafka.maxPollIntervalMs", "2000");
            try (Application application = start(settings)) {
                assertThat(application.context().getRoutesSize()).isPositive();
                produce(topics, 0, 10);
                awaitOutcomes(topics, 10);

                cable.disconnect();
                produce(topics, 10, 30);
                await().atMost(LONG).until(() -> !topics.isConsumed());
                cable.restore();

                awaitOutcomes(topics, 30);
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(topics.committed()).isEqualTo(topics.ends()));
            }
            assertThat(new SandboxRecord(sandbox).groups()).hasSize(30).allSatisfy(group -> assertThat(group.messages())
                    .containsExactly("Hello"));
        }
    }

    @Test
    void what_is_to_be_told_while_kafka_is_away_is_told_when_it_is_back() throws Exception {
        Path data = folder.resolve("kafka");
        EmbeddedKafka kafka = EmbeddedKafka.start(data, 0);
        int port = URI.create("kafka://" + kafka.brokers()).getPort();
        try (TestTopics topics = new TestTopics(kafka.brokers());
                Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
            SandboxRecord linq = new SandboxRecord(sandbox);
            String secret = linq.subscribe(webhookPort);
            try (Application application = start(topics, sandbox.apiUrl(), h2(), secret)) {
                assertThat(application.context().getRoutesSize()).isPositive();
                produce(topics, 0, 5);
                awaitOutcomes(topics, 5);

                kafka.close();
                drop("while-away.csv", "to,name,message\n+12025550101;+12025550102,From a file,Hello\n");
                await().atMost(LONG).until(() -> linq.groups().size() == 6);
                List<String> events =
                        IntStream.range(0, 20).mapToObj(i -> "while-away-" + i).toList();
                for (String event : events) {
                    assertThat(post(secret, event, "{\"chat_id\":\"" + chat(7) + "\"}"))
                            .isEqualTo(200);
                }
                kafka = EmbeddedKafka.start(data, port);

                awaitOutcomes(topics, 6);
                produce(topics, 5, 10);
                awaitOutcomes(topics, 11);
                for (String topic : List.of(topics.events(), topics.events("messages"))) {
                    await().atMost(LONG).untilAsserted(() -> assertThat(ids(topics, topic, chat(7)))
                            .containsExactlyElementsOf(events));
                }
            }
            assertEachGroupOnce(linq, 11);
        } finally {
            kafka.close();
        }
    }

    @Test
    void nothing_fails_while_linq_rejects_the_key_and_all_goes_on_when_the_key_works_again() throws Exception {
        try (TestTopics topics = new TestTopics(TestKafka.brokers());
                Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
            SandboxRecord linq = new SandboxRecord(sandbox);
            linq.setFaults("{\"reject_key\": true}");
            try (Application application = start(topics, sandbox.apiUrl(), h2(), "")) {
                assertThat(health()).isEqualTo(200);
                produce(topics, 0, 30);
                await().atMost(LONG).until(() -> health() == 503);
                int probes = linq.record().get("refused").size();
                await().atMost(LONG).until(() -> linq.record().get("refused").size() >= probes + 3);
                assertThat(topics.outcomesSoFar()).isEmpty();
                assertThat(metrics(application)).contains("linq_circuit_breaker_open{reason=\"key_rejected\"} 1.0");

                linq.setFaults("{}");

                awaitOutcomes(topics, 30);
                assertThat(health()).isEqualTo(200);
            }
            assertThat(linq.groups()).hasSize(30);
        }
    }

    @Test
    void nothing_fails_while_linq_cannot_be_reached_and_all_goes_on_when_it_can() throws Exception {
        try (TestTopics topics = new TestTopics(TestKafka.brokers());
                Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
                FaultyProxy cable = new FaultyProxy(sandbox.port())) {
            SandboxRecord linq = new SandboxRecord(sandbox);
            String apiUrl = sandbox.apiUrl().replace(":" + sandbox.port(), ":" + cable.port());
            try (Application application = start(topics, apiUrl, h2(), "")) {
                produce(topics, 0, 10);
                awaitOutcomes(topics, 10);

                cable.disconnect();
                produce(topics, 10, 40);
                await().atMost(LONG).until(() -> metrics(application)
                        .contains("linq_circuit_breaker_open{reason=\"unreachable\"} 1.0"));
                assertThat(health()).isEqualTo(200);
                assertThat(topics.outcomesSoFar()).hasSize(10);
                cable.restore();

                awaitOutcomes(topics, 40);
            }
            assertThat(linq.groups()).hasSize(40);
            assertThat(linq.groups())
                    .allSatisfy(group -> assertThat(group.messages()).containsExactly("Hello"));
        }
    }

    @Test
    void a_group_that_linq_tells_to_wait_holds_up_no_other() throws Exception {
        try (TestTopics topics = new TestTopics(TestKafka.brokers());
                Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
            SandboxRecord linq = new SandboxRecord(sandbox);
            try (Application application = start(topics, sandbox.apiUrl(), h2(), "")) {
                assertThat(application.context().getRoutesSize()).isPositive();
                produce(topics, 0, 40);
                awaitOutcomes(topics, 40);
                linq.setFaults("{\"limited_share\": 0.5, \"limited_seconds\": 600}");
                for (int i = 0; i < 40; i++) {
                    topics.produce(
                            "ord-" + i,
                            "{\"type\": \"send_message\", \"command_id\": \"more-%1$d\", \"group_ref\": \"ord-%1$d\", \"message\": {\"text\": \"More\"}}"
                                    .formatted(i));
                }

                await().atMost(LONG).untilAsserted(() -> {
                    int waiting = linq.faults().get("limited_chats").asInt();
                    assertThat(waiting).isBetween(1, 39);
                    assertThat(topics.outcomesSoFar()).hasSize(80 - waiting);
                });
            }
        }
    }

    @Test
    void a_group_whose_answer_does_not_come_holds_up_no_other() throws Exception {
        CountDownLatch othersAreDone = new CountDownLatch(1);
        HttpServer linq = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        linq.setExecutor(threads);
        linq.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().contains(chat(0))) {
                awaitLatch(othersAreDone);
            }
            byte[] answer = "{\"message\": {\"id\": \"m-1\"}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(202, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        linq.start();
        try (TestTopics topics = new TestTopics(TestKafka.brokers())) {
            String apiUrl = "http://127.0.0.1:" + linq.getAddress().getPort();
            Map<String, String> settings = settings(topics, apiUrl, h2(), "");
            // Two, so that one is left when the slow group has the other.
            settings.put("linq.workers", "2");
            settings.put("linq.response-timeout", "60000");
            try (Application application = start(settings)) {
                assertThat(application.context().getRoutesSize()).isPositive();
                for (int i = 0; i <= 50; i++) {
                    sendTo(topics, chat(i));
                }
                awaitOutcomes(topics, 50);
                assertThat(topics.outcomesSoFar())
                        .extracting(outcome -> outcome.get("command_id").asText())
                        .doesNotContain("to-" + chat(0));

                othersAreDone.countDown();

                awaitOutcomes(topics, 51);
            }
        } finally {
            othersAreDone.countDown();
            linq.stop(0);
            threads.shutdown();
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String chat(int number) {
        return "c4a70000-2222-4b3c-9d4e-%012d".formatted(number);
    }

    private static void sendTo(TestTopics topics, String chat) throws Exception {
        topics.produce(
                chat,
                "{\"type\": \"send_message\", \"command_id\": \"to-%1$s\", \"chat_id\": \"%1$s\", \"message\": {\"text\": \"Hi\"}}"
                        .formatted(chat));
    }

    @Test
    void without_webhooks_linq_is_asked_whether_a_group_has_its_name_before_the_next_with_its_members()
            throws Exception {
        try (TestTopics topics = new TestTopics(TestKafka.brokers());
                Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withNamingDelay(Duration.ofMillis(500)))) {
            try (Application application = start(topics, sandbox.apiUrl(), h2(), "")) {
                assertThat(application.context().getRoutesSize()).isPositive();
                for (int i = 0; i < 3; i++) {
                    topics.produce(
                            "same-" + i,
                            """
                            {"type": "create_group", "command_id": "same-%1$d", "to": ["+12025550101", "+12025550102"],
                             "display_name": "Same %1$d", "message": {"text": "Hello"}}"""
                                    .formatted(i));
                }
                awaitOutcomes(topics, 3);
            }
            assertThat(new SandboxRecord(sandbox).groups())
                    .extracting(SandboxRecord.Group::name)
                    .containsExactlyInAnyOrder("Same 0", "Same 1", "Same 2");
        }
    }

    private String h2() {
        return FreshLedger.h2(folder);
    }

    private String metrics(Application application) throws Exception {
        assertThat(application.context().isStarted()).isTrue();
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + observePort + "/observe/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private Application start(TestTopics topics, String apiUrl, String ledger, String secret) throws Exception {
        return start(settings(topics, apiUrl, ledger, secret));
    }

    private static Application start(Map<String, String> settings) throws Exception {
        return Application.start(Optional.of(Path.of("routes")), settings);
    }

    private Map<String, String> settings(TestTopics topics, String apiUrl, String ledger, String secret) {
        Map<String, String> settings = new HashMap<>(topics.settings());
        settings.put("linq.api.url", apiUrl);
        settings.put("linq.api.key", "sandbox-key");
        settings.put("linq.from", "+12223334444");
        settings.put("linq.confirm", "false");
        settings.put("linq.lease", "15s");
        settings.put("linq.circuit-breaker.probe-interval", "200ms");
        settings.put("linq.rename.poll-after", "200ms");
        settings.put("linq.connect-timeout", "1000");
        settings.put("linq.response-timeout", "5000");
        settings.put("linq.webhook.secret", secret);
        settings.put("ledger.url", ledger);
        settings.put("inbox.directory", folder.resolve("inbox").toString());
        settings.put("inbox.poll-interval", "100");
        settings.put("inbox.settle-time", "100");
        settings.put("http.port", Integer.toString(webhookPort));
        settings.put("observe.port", Integer.toString(observePort));
        return settings;
    }

    private static void produce(TestTopics topics, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            topics.produce(
                    "order-" + i,
                    """
                    {"type": "create_group", "command_id": "ord-%1$d", "to": ["+1555666%2$04d", "+18889990000"],
                     "display_name": "Order %1$d", "message": {"text": "Hello"}}
                    """
                            .formatted(i, i));
        }
    }

    private static void awaitOutcomes(TestTopics topics, int commands) {
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.outcomesSoFar().stream()
                        .collect(Collectors.toMap(
                                outcome -> outcome.get("command_id").asText(),
                                outcome -> outcome.get("status").asText(),
                                (first, second) -> first)))
                .hasSize(commands)
                .containsValue("accepted")
                .doesNotContainValue("failed"));
    }

    private static void assertEachGroupOnce(SandboxRecord linq, int groups) throws Exception {
        assertThat(linq.groups())
                .hasSize(groups)
                .extracting(SandboxRecord.Group::name)
                .doesNotHaveDuplicates();
        assertThat(linq.groups())
                .allSatisfy(group -> assertThat(group.messages()).containsExactly("Hello"));
        List<String> names =
                IntStream.range(0, groups - 1).mapToObj(i -> "Order " + i).toList();
        assertThat(linq.groups())
                .extracting(SandboxRecord.Group::name)
                .containsAll(names)
                .contains("From a file");
    }

    private void drop(String name, String content) throws Exception {
        Path prepared = Files.writeString(folder.resolve(name), content);
        Files.move(prepared, folder.resolve("inbox").resolve(name));
    }

    /** Ids of the events on the topic about this chat; one that is there twice counts once. */
    private static List<String> ids(TestTopics topics, String topic, String chatId) {
        return topics.records(topic).stream()
                .filter(event -> new String(event.key(), StandardCharsets.UTF_8).equals(chatId))
                .map(event -> new String(event.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                .distinct()
                .toList();
    }

    private int post(String secret, String eventId) throws Exception {
        return post(secret, eventId, "{}");
    }

    private int post(String secret, String eventId, String data) throws Exception {
        String body = "{\"event_id\":\"%s\",\"event_type\":\"message.read\",\"data\":%s}".formatted(eventId, data);
        long now = Instant.now().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + webhookPort + "/webhooks/linq"))
                .header("webhook-id", eventId)
                .header("webhook-timestamp", Long.toString(now))
                .header("webhook-signature", new Webhook(secret).sign(eventId, now, body))
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    private int health() throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + observePort + "/observe/health"))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }
}
