package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.TestKafka;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records as other programs write them: CloudEvents, framed and wrapped values, tombstones. */
class ProducerFormatsIT extends SandboxTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    private InProcessProgram instance;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void start() throws Exception {
        instance = program().start();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestKafka.brokers()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
    }

    private void produce(byte[] value, Map<String, byte[]> headers) throws Exception {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topics.commands(), bytes("crew"), value);
        headers.forEach((name, text) -> record.headers().add(name, text.length == 0 ? null : text));
        producer.send(record).get();
    }

    private void produce(byte[] value) throws Exception {
        produce(value, Map.of());
    }

    private List<String> outcomes() {
        return topics.outcomesSoFar().stream()
                .map(outcome -> outcome.path("command_id").asText() + " "
                        + outcome.path("status").asText())
                .toList();
    }

    private static String create(String fields) {
        return "{\"type\": \"create_group\", " + fields
                + " \"to\": [\"+12025550101\", \"+12025550102\"], \"message\": {\"text\": \"Hello\"}}";
    }

    private static String event(String data) {
        return "{\"specversion\": \"1.0\", \"id\": \"e-1\", \"source\": \"/crm\", \"type\": \"com.example\", \"data\": "
                + data + "}";
    }

    @Test
    void a_command_in_a_cloud_event_is_worked_once_however_often_its_producer_sends_the_event() throws Exception {
        String structured = event(create("\"group_ref\": \"crew\","));
        produce(bytes(structured));
        produce(bytes(structured));
        produce(
                bytes("{\"type\": \"send_message\", \"command_id\": \"binary\", \"group_ref\": \"crew\", \"message\":"
                        + " {\"text\": \"And this\"}}"),
                Map.of(
                        "ce_specversion", bytes("1.0"),
                        "ce_id", bytes("e-2"),
                        "ce_source", bytes("/crm"),
                        "ce_type", bytes("com.example"),
                        "content-type", bytes("application/json"),
                        "ce_subject", new byte[0]));

        await().atMost(SOON).untilAsserted(() -> assertThat(outcomes())
                .containsExactlyInAnyOrder("/crm e-1 accepted", "/crm e-1 duplicate", "binary accepted"));
        assertThat(linq.groups()).singleElement().satisfies(group -> assertThat(group.messages())
                .containsExactly("Hello", "And this"));
        assertThat(topics.records(topics.dead())).isEmpty();
    }

    @Test
    void what_is_around_a_command_is_named_in_the_outcome_and_its_dead_letter_has_the_same_bytes() throws Exception {
        byte[] plain = bytes(create("\"command_id\": \"plain\","));
        byte[] framed = ByteBuffer.allocate(5 + plain.length)
                .put(1, new byte[] {0, 1, -122, -54})
                .position(5)
                .put(plain)
                .array();
        byte[] connect = bytes(
                "{\"schema\": {\"type\": \"struct\"}, \"payload\": " + create("\"command_id\": \"connect\",") + "}");
        byte[] batch = bytes("[" + event(create("")) + "]");
        byte[] empty = {};
        for (byte[] value : List.of(framed, connect, batch, empty, plain)) {
            produce(value);
        }

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(outcomes()).hasSize(5).contains("plain accepted", "connect refused"));
        assertThat(topics.outcomesSoFar())
                .extracting(outcome -> outcome.at("/problems/0/message").asText())
                .anySatisfy(reason -> assertThat(reason)
                        .isEqualTo(
                                "begins with the five bytes of a schema registry (magic byte 0, schema 100042): produce"
                                        + " plain JSON, with a string or bytes serializer"))
                .anySatisfy(reason -> assertThat(reason).contains("set value.converter.schemas.enable=false"))
                .anySatisfy(reason -> assertThat(reason).contains("this is a batch of CloudEvents"))
                .anySatisfy(reason -> assertThat(reason).contains("this is empty"));
        await().atMost(SOON).until(() -> topics.records(topics.dead()).size() == 4);
        assertThat(topics.records(topics.dead()))
                .extracting(ConsumerRecord::value)
                .satisfiesExactlyInAnyOrder(
                        value -> assertThat(value).isEqualTo(framed),
                        value -> assertThat(value).isEqualTo(connect),
                        value -> assertThat(value).isEqualTo(batch),
                        value -> assertThat(value).isEmpty());
    }

    @Test
    void a_dead_letter_has_the_key_and_the_headers_of_its_record_as_they_were() throws Exception {
        List<Header> headers = List.of(
                new RecordHeader("__TypeId__", bytes("com.example.Command")),
                new RecordHeader("traceparent", bytes("00-1")),
                new RecordHeader("traceparent", bytes("00-2")),
                new RecordHeader("nothing", null),
                new RecordHeader("binary", new byte[] {0, -1, -2}),
                new RecordHeader("CamelKafkaOverrideTopic", bytes("elsewhere")),
                new RecordHeader("", new byte[0]));
        List<Header> sent = new ArrayList<>(headers);
        sent.add(new RecordHeader("linq-error-command-id", bytes("of a refusal before")));
        List<byte[]> keys = Arrays.asList(null, new byte[0], new byte[] {-1, 0}, bytes("crew"));
        for (byte[] key : keys) {
            producer.send(new ProducerRecord<>(topics.commands(), 0, key, bytes("no command"), sent))
                    .get();
        }

        await().atMost(SOON).until(() -> topics.records(topics.dead()).size() == keys.size());
        assertThat(topics.records(topics.dead()))
                .extracting(ConsumerRecord::key)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactlyInAnyOrderElementsOf(keys);
        assertThat(topics.records(topics.dead()))
                .allSatisfy(dead -> assertThat(dead.headers())
                        .filteredOn(header -> !header.key().startsWith("linq-error-"))
                        .containsExactlyElementsOf(headers))
                .allSatisfy(dead -> assertThat(dead.headers())
                        .filteredOn(header -> header.key().startsWith("linq-error-"))
                        .extracting(Header::key)
                        .containsExactlyInAnyOrder(
                                "linq-error-status", "linq-error-message", "linq-error-place", "linq-error-source-id"));
    }

    @Test
    void a_record_without_a_value_is_passed_over_and_holds_up_nothing() throws Exception {
        for (int i = 0; i < 20; i++) {
            produce(null);
        }
        produce(bytes(create("\"command_id\": \"after\",")));
        produce(null, Map.of("op", bytes("d"), "nothing", new byte[0]));

        await().atMost(SOON).untilAsserted(() -> assertThat(outcomes()).containsExactly("after accepted"));
        await().atMost(SOON).untilAsserted(() -> assertThat(topics.committed()).containsValue(22L));
        assertThat(topics.records(topics.dead())).isEmpty();
        assertThat(instance.metrics()).contains("linq_commands_tombstones_total 21.0");
        JsonNode outcome = topics.outcomesSoFar().get(0);
        assertThat(outcome.at("/source/offset").asInt()).isEqualTo(20);
    }

    @Test
    void a_line_of_a_file_is_read_as_a_record_is() throws Exception {
        folder.resolve("inbox").toFile().mkdirs();
        Path file = folder.resolve("inbox/commands.jsonl.part");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        event(create("")),
                        "[" + create("") + "]",
                        "{\"op\": \"c\", \"after\": " + create("") + "}"));
        Files.move(file, folder.resolve("inbox/commands.jsonl"));

        await().atMost(SOON).untilAsserted(() -> assertThat(topics.outcomesSoFar())
                .extracting(outcome -> outcome.at("/status").asText() + " "
                        + outcome.at("/problems/0/message").asText().replaceAll("[;:] .*", ""))
                .satisfiesExactlyInAnyOrder(
                        told -> assertThat(told).isEqualTo("accepted "),
                        told -> assertThat(told).startsWith("refused a command is a JSON object, {\"type\""),
                        told -> assertThat(told).isEqualTo("refused is a change event of Debezium")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
