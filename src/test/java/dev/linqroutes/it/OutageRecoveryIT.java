package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.embedded.EmbeddedKafka;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.FaultyProxy;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.SandboxRecord;
import dev.linqroutes.testing.TestTopics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The database goes away, or Kafka, or Linq, and comes back: nothing is lost, and nobody has to do anything. */
class OutageRecoveryIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String FILE = "to,name,message\n+12025550101;+12025550102,From a file,Hello\n";

    @Override
    SandboxOptions options() {
        return SandboxOptions.defaults().withFirstWebhookRetry(Duration.ofMillis(200));
    }

    /** Tries again soon what the outage prevented. */
    @Override
    InProcessProgram program() {
        return super.program()
                .with("linq.circuit-breaker.probe-interval", "200ms")
                .with("linq.rename.poll-after", "200ms")
                .with("error.retry-delay", "200ms");
    }

    @Test
    void what_comes_while_the_ledger_is_away_is_taken_in_when_it_is_back() throws Exception {
        String ledger = FreshLedger.postgres();
        FaultyProxy cable = closeAfterwards(FaultyProxy.to(ledger));
        InProcessProgram instance = program()
                .with("ledger.url", cable.through(ledger))
                .subscribedTo(linq)
                .start();
        produce(0, 10);
        awaitOutcomes(10);

        cable.disconnect();
        produce(10, 30);
        drop("while-away.csv", FILE);
        assertThat(instance.deliverWebhook("event-while-away")).isEqualTo(503);
        assertThat(instance.health().statusCode()).isEqualTo(503);
        await().atMost(LONG).untilAsserted(() -> assertThat(instance.metrics())
                .contains("linq_health_down{component=\"ledger\"} 1.0"));
        assertThat(instance.observe("health/ready").statusCode()).isEqualTo(503);
        assertThat(instance.observe("health/live").statusCode()).isEqualTo(200);
        assertThat(folder.resolve("inbox/done")).doesNotExist();
        cable.restore();

        awaitOutcomes(31);
        assertThat(instance.health().statusCode()).isEqualTo(200);
        await().atMost(LONG).untilAsserted(() -> assertThat(instance.metrics())
                .contains("linq_health_down{component=\"ledger\"} 0.0"));
        assertThat(instance.observe("health/ready").statusCode()).isEqualTo(200);
        await().atMost(LONG).until(() -> Files.exists(folder.resolve("inbox/done/while-away.csv")));
        assertThat(folder.resolve("inbox/failed")).doesNotExist();
        assertThat(instance.deliverWebhook("event-while-away")).isEqualTo(200);
        instance.stop();
        assertEachGroupOnce(31);
    }

    @Test
    void what_comes_while_the_ledgers_packets_are_dropped_is_taken_in_when_they_pass_again() throws Exception {
        String ledger = FreshLedger.postgres();
        FaultyProxy proxy = closeAfterwards(FaultyProxy.to(ledger));
        InProcessProgram instance = program()
                .with("ledger.url", proxy.through(ledger) + "&socketTimeout=3")
                .subscribedTo(linq)
                .start();
        produce(0, 10);
        awaitOutcomes(10);

        proxy.dropPackets();
        produce(10, 30);
        drop("while-silent.csv", FILE);
        assertThat(instance.deliverWebhook("event-while-silent")).isEqualTo(503);
        assertThat(instance.health().statusCode()).isEqualTo(503);
        assertThat(folder.resolve("inbox/done")).doesNotExist();
        proxy.restore();

        awaitOutcomes(31);
        await().atMost(LONG).until(() -> instance.health().statusCode() == 200);
        await().atMost(LONG).until(() -> Files.exists(folder.resolve("inbox/done/while-silent.csv")));
        assertThat(folder.resolve("inbox/failed")).doesNotExist();
        await().atMost(LONG).until(() -> instance.deliverWebhook("event-while-silent") == 200);
        instance.stop();
        assertEachGroupOnce(31);
    }

    @Test
    void a_ledger_that_is_away_for_longer_than_kafka_waits_for_a_consumer_loses_nothing() throws Exception {
        String ledger = FreshLedger.postgres();
        FaultyProxy cable = closeAfterwards(FaultyProxy.to(ledger));
        InProcessProgram instance = program()
                .with("ledger.url", cable.through(ledger))
                .with("camel.component.kafka.maxPollIntervalMs", "2000")
                .start();
        produce(0, 10);
        awaitOutcomes(10);

        cable.disconnect();
        produce(10, 30);
        await().atMost(LONG).until(() -> !topics.isConsumed());
        cable.restore();

        awaitOutcomes(30);
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.committed()).isEqualTo(topics.ends()));
        instance.stop();
        assertThat(linq.groups()).hasSize(30).allSatisfy(group -> assertThat(group.messages())
                .containsExactly("Hello"));
    }

    @Test
    void what_is_to_be_told_while_kafka_is_away_is_told_when_it_is_back() throws Exception {
        Path data = folder.resolve("kafka");
        EmbeddedKafka kafka = EmbeddedKafka.start(data, 0);
        int port = URI.create("kafka://" + kafka.brokers()).getPort();
        try {
            topics = closeAfterwards(new TestTopics(kafka.brokers()));
            InProcessProgram instance = program().subscribedTo(linq).start();
            produce(0, 5);
            awaitOutcomes(5);

            kafka.close();
            drop("while-away.csv", FILE);
            await().atMost(LONG).until(() -> linq.groups().size() == 6);
            List<String> events =
                    IntStream.range(0, 20).mapToObj(i -> "while-away-" + i).toList();
            for (String event : events) {
                String body = "{\"event_id\":\"%s\",\"event_type\":\"message.read\",\"data\":{\"chat_id\":\"%s\"}}"
                        .formatted(event, chat(7));
                assertThat(instance.deliverWebhook(event, body)).isEqualTo(200);
            }
            await().atMost(LONG).untilAsserted(() -> assertThat(instance.health())
                    .returns(503, HttpResponse::statusCode)
                    .extracting(HttpResponse::body, STRING)
                    .contains("consumer:commands-from-kafka", "KafkaConsumer is not ready"));
            assertThat(instance.observe("health/ready").statusCode()).isEqualTo(200);
            assertThat(instance.observe("health/live").statusCode()).isEqualTo(200);
            kafka = EmbeddedKafka.start(data, port);

            awaitOutcomes(6);
            await().atMost(LONG).until(() -> instance.health().statusCode() == 200);
            produce(5, 10);
            awaitOutcomes(11);
            for (String topic : List.of(topics.events(), topics.events("messages"))) {
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(ids(topic, chat(7))).containsExactlyElementsOf(events));
            }
            instance.stop();
            assertEachGroupOnce(11);
        } finally {
            closeAll();
            kafka.close();
        }
    }

    @Test
    void nothing_fails_while_linq_rejects_the_key_and_all_goes_on_when_the_key_works_again() throws Exception {
        linq.setFaults("{\"reject_key\": true}");
        InProcessProgram instance = program().start();
        assertThat(instance.health().statusCode()).isEqualTo(200);
        produce(0, 30);
        await().atMost(LONG).until(() -> instance.health().statusCode() == 503);
        assertThat(instance.observe("health/ready").statusCode()).isEqualTo(200);
        int probes = linq.record().get("refused").size();
        await().atMost(LONG).until(() -> linq.record().get("refused").size() >= probes + 3);
        assertThat(topics.outcomesSoFar()).isEmpty();
        assertThat(instance.metrics()).contains("linq_circuit_breaker_open{reason=\"key_rejected\"} 1.0");

        linq.setFaults("{}");

        awaitOutcomes(30);
        assertThat(instance.health().statusCode()).isEqualTo(200);
        assertThat(linq.groups()).hasSize(30);
    }

    @Test
    void nothing_fails_while_linq_cannot_be_reached_and_all_goes_on_when_it_can() throws Exception {
        FaultyProxy cable = closeAfterwards(FaultyProxy.to(sandbox.apiUrl()));
        InProcessProgram instance =
                program().with("linq.api.url", cable.through(sandbox.apiUrl())).start();
        produce(0, 10);
        awaitOutcomes(10);

        cable.disconnect();
        produce(10, 40);
        await().atMost(LONG)
                .until(() -> instance.metrics().contains("linq_circuit_breaker_open{reason=\"unreachable\"} 1.0"));
        assertThat(instance.health().statusCode()).isEqualTo(200);
        assertThat(topics.outcomesSoFar()).hasSize(10);
        cable.restore();

        awaitOutcomes(40);
        instance.stop();
        assertThat(linq.groups()).hasSize(40).allSatisfy(group -> assertThat(group.messages())
                .containsExactly("Hello"));
    }

    @Test
    void a_group_that_linq_tells_to_wait_holds_up_no_other() throws Exception {
        program().start();
        produce(0, 40);
        awaitOutcomes(40);
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

    @Test
    void a_group_whose_answer_does_not_come_holds_up_no_other() throws Exception {
        CountDownLatch othersAreDone = new CountDownLatch(1);
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        slow.setExecutor(threads);
        slow.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().contains(chat(0))) {
                awaitLatch(othersAreDone);
            }
            byte[] answer = "{\"message\": {\"id\": \"m-1\"}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(202, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        slow.start();
        try (InProcessProgram instance = program()
                .with("linq.api.url", "http://127.0.0.1:" + slow.getAddress().getPort())
                // Two, so that one is left when the slow group has the other.
                .with("linq.workers", "2")
                .with("linq.response-timeout", "60000")) {
            instance.start();
            for (int i = 0; i <= 50; i++) {
                sendTo(chat(i));
            }
            awaitOutcomes(50);
            assertThat(topics.outcomesSoFar())
                    .extracting(outcome -> outcome.get("command_id").asText())
                    .doesNotContain("to-" + chat(0));

            othersAreDone.countDown();

            awaitOutcomes(51);
        } finally {
            othersAreDone.countDown();
            slow.stop(0);
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

    private void sendTo(String chat) throws Exception {
        topics.produce(
                chat,
                "{\"type\": \"send_message\", \"command_id\": \"to-%1$s\", \"chat_id\": \"%1$s\", \"message\": {\"text\": \"Hi\"}}"
                        .formatted(chat));
    }

    @Test
    void without_webhooks_linq_is_asked_whether_a_group_has_its_name_before_the_next_with_its_members()
            throws Exception {
        sandbox = closeAfterwards(Sandbox.start(SandboxOptions.defaults().withNamingDelay(Duration.ofMillis(500))));
        program().start();
        for (int i = 0; i < 3; i++) {
            topics.produce(
                    "same-" + i,
                    """
                    {"type": "create_group", "command_id": "same-%1$d", "to": ["+12025550101", "+12025550102"],
                     "display_name": "Same %1$d", "message": {"text": "Hello"}}"""
                            .formatted(i));
        }
        awaitOutcomes(3);
        await().atMost(LONG).untilAsserted(() -> assertThat(new SandboxRecord(sandbox).groups())
                .extracting(SandboxRecord.Group::name)
                .containsExactlyInAnyOrder("Same 0", "Same 1", "Same 2"));
    }

    private void produce(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            topics.produce(
                    "order-" + i,
                    """
                    {"type": "create_group", "command_id": "ord-%1$d", "to": ["+1555666%1$04d", "+1888999%1$04d"],
                     "display_name": "Order %1$d", "message": {"text": "Hello"}}
                    """
                            .formatted(i));
        }
    }

    private void awaitOutcomes(int commands) {
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.outcomesSoFar().stream()
                        .collect(Collectors.toMap(
                                outcome -> outcome.get("command_id").asText(),
                                outcome -> outcome.get("status").asText(),
                                (first, second) -> first)))
                .hasSize(commands)
                .containsValue("accepted")
                .doesNotContainValue("failed"));
    }

    private void assertEachGroupOnce(int groups) throws Exception {
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

    /** Ids of the events on the topic about this chat; one that is there twice counts once. */
    private List<String> ids(String topic, String chatId) {
        return topics.records(topic).stream()
                .filter(event -> new String(event.key(), StandardCharsets.UTF_8).equals(chatId))
                .map(event -> TestTopics.header(event, "ce_id"))
                .distinct()
                .toList();
    }
}
