package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.TestKafka;
import dev.linqroutes.testing.TestTopics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever stands beside good commands on their topic, in whatever key, headers, time and transaction it comes, and though the
 * process is killed in the midst of it: each good command is worked once and in time, each bad record is told once.
 */
class GoodBesideBadRecordsIT extends SandboxTest {
    private static final int GOOD = 50;
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Of each bad kind, by number. */
    private static final List<IntFunction<byte[]>> BAD = List.of(
            i -> bytes("no command " + i),
            i -> new byte[0],
            i -> framed(ByteBuffer.allocate(5).putInt(1, 42 + i).array(), command(i)),
            i -> framed(new byte[] {0, 0, 0, (byte) command(i).length()}, command(i)),
            i -> bytes("[" + command(i) + "]"),
            i -> bytes("{\"schema\": {}, \"payload\": " + command(i) + "}"),
            i -> bytes("{\"type\": \"Buffer\", \"data\": [123, 34, " + i + "]}"),
            i -> bytes("{\"a\":".repeat(60 + i)),
            i -> bytes(command(i).replace("create_group", "destroy_group")),
            i -> bytes(command(i).replace("Hello", "Hel\\ud83d")));

    private KafkaProducer<byte[], byte[]> producer;
    private Map<String, String> environment;

    /** Slow enough that calls are in flight when the process dies. */
    @Override
    SandboxOptions options() {
        return SandboxOptions.defaults().withLatency(Duration.ofMillis(100));
    }

    @BeforeEach
    void start() throws Exception {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", TestKafka.brokers(),
                        "max.request.size", 2_000_000,
                        "transactional.id", topics.commands()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        environment = programToKill(FreshLedger.h2(folder)).environment();
    }

    @AfterEach
    void stop() {
        producer.close();
    }

    @Test
    void good_records_among_bad_ones_are_worked_once_and_each_bad_one_is_told_once() throws Exception {
        produceAll();

        try (ProgramProcess program = ProgramProcess.start(folder, environment, "run")) {
            program.awaitLine("ready in");
            await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> linq.messages() >= GOOD / 3);
            program.kill();
        }
        topics.endSessions();
        try (ProgramProcess program = ProgramProcess.start(folder, environment, "run")) {
            program.awaitLine("ready in");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(ids("confirmed")).containsExactlyInAnyOrderElementsOf(good()));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(outcomeIds("refused")).hasSize(GOOD));
            await().atMost(SOON).untilAsserted(() -> assertThat(deadPlaces()).hasSize(GOOD));
        }

        assertThat(linq.groups()).hasSize(GOOD).allSatisfy(group -> assertThat(group.messages())
                .containsExactly("Hello " + group.name()));
        assertThat(topics.records(topics.dead())).allSatisfy(GoodBesideBadRecordsIT::hasItsOwnHeaders);
    }

    /** Each good record between two bad ones and a tombstone, over all partitions; some of it in transactions, of which half end badly. */
    private void produceAll() throws ExecutionException, InterruptedException {
        producer.initTransactions();
        for (int i = 0; i < GOOD; i++) {
            byte[] key = i % 4 == 0 ? null : i % 4 == 1 ? new byte[0] : bytes("key " + i % 7);
            producer.beginTransaction();
            producer.send(record(i, key, bytes(command(i)), List.of()));
            producer.send(record(i, bytes("gone"), null, List.of()));
            producer.send(record(i, key, BAD.get(i % BAD.size()).apply(i), headers(i)));
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(record(i, key, bytes(command(i).replace("good-", "aborted-")), List.of()))
                    .get();
            producer.abortTransaction();
        }
    }

    /** Also from before the epoch and long after it, as clocks have it that are wrong. */
    private ProducerRecord<byte[], byte[]> record(int i, byte[] key, byte[] value, List<Header> headers) {
        long time = i % 5 == 0 ? 0 : i % 5 == 1 ? 32_503_680_000_000L : System.currentTimeMillis();
        return new ProducerRecord<>(topics.commands(), i % TestTopics.PARTITIONS, time, key, value, headers);
    }

    private static List<Header> headers(int i) {
        List<Header> headers = new ArrayList<>();
        headers.add(new RecordHeader("number", bytes("" + i)));
        headers.add(new RecordHeader("number", null));
        headers.add(new RecordHeader("CamelHttpUri", bytes("http://elsewhere.example")));
        if (i % 10 == 0) {
            headers.add(new RecordHeader("large", new byte[600_000]));
        }
        return headers;
    }

    private static void hasItsOwnHeaders(ConsumerRecord<byte[], byte[]> dead) {
        assertThat(dead.headers().headers("number"))
                .extracting(Header::value)
                .last()
                .isNull();
        assertThat(dead.headers().headers("CamelHttpUri")).hasSize(1);
    }

    private static String command(int i) {
        return """
                {"type": "create_group", "command_id": "good-%1$d", "group_ref": "order-%1$d", "display_name": "%1$d",
                 "to": ["+1555666%2$04d", "+1888999%2$04d"], "message": {"text": "Hello %1$d"}}"""
                .formatted(i, i);
    }

    private static List<String> good() {
        return IntStream.range(0, GOOD).mapToObj(i -> "good-" + i).toList();
    }

    private List<String> ids(String status) {
        return outcomes(status, "command_id");
    }

    private List<String> outcomeIds(String status) {
        return outcomes(status, "outcome_id");
    }

    private List<String> outcomes(String status, String field) {
        return topics.outcomesSoFar().stream()
                .filter(outcome -> outcome.path("status").asText().equals(status))
                .map(outcome -> outcome.path(field).asText())
                .distinct()
                .toList();
    }

    private List<String> deadPlaces() {
        return topics.records(topics.dead()).stream()
                .map(dead -> TestTopics.header(dead, "linq-error-place"))
                .distinct()
                .toList();
    }

    private static byte[] framed(byte[] framing, String json) {
        return ByteBuffer.allocate(framing.length + json.length())
                .put(framing)
                .put(bytes(json))
                .array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
