package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.TestKafka;
import dev.linqroutes.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One producer sends what costs most. The real program has 512 MB, survives it, and serves the other producers. */
class HostileProducerIT extends SandboxTest {
    private static final Logger LOG = LoggerFactory.getLogger(HostileProducerIT.class);
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int HONEST = 60;
    private static final int HOSTILE_OF_A_KIND = 60;

    @Test
    void many_records_of_a_megabyte_are_refused_within_512_mb_and_the_honest_ones_beside_them_are_worked()
            throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = compressing()) {
            Map<String, String> environment = program().environment();
            // Every kind in its own record batches, which compress to a hundredth: many lie in one fetch.
            List<Supplier<byte[]>> kinds = List.of(
                    HostileProducerIT::links,
                    HostileProducerIT::wide,
                    HostileProducerIT::noJson,
                    HostileProducerIT::texts);
            for (Supplier<byte[]> kind : kinds) {
                byte[] record = kind.get();
                for (int i = 0; i < HOSTILE_OF_A_KIND; i++) {
                    producer.send(new ProducerRecord<>(topics.commands(), new byte[] {(byte) i}, record));
                }
            }
            producer.flush();
            for (int i = 0; i < HONEST / 2; i++) {
                topics.produce("order-" + i, create(i));
            }

            try (ProgramProcess program = ProgramProcess.start(folder, environment, "run")) {
                program.awaitLine("ready in");
                Instant begun = Instant.now();
                for (int i = HONEST / 2; i < HONEST; i++) {
                    topics.produce("order-" + i, create(i));
                }
                await().atMost(LONG).untilAsserted(() -> assertThat(commandIds(topics, "accepted"))
                        .as(program.output())
                        .hasSize(HONEST));
                LOG.info(
                        "honest commands were worked after {} ms",
                        Duration.between(begun, Instant.now()).toMillis());
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(topics.committed()).isEqualTo(topics.ends()));
                await().atMost(LONG).untilAsserted(() -> assertThat(topics.outcomesSoFar())
                        .filteredOn(each -> each.get("status").asText().equals("refused"))
                        .extracting(each -> each.get("outcome_id").asText())
                        .hasSize(kinds.size() * HOSTILE_OF_A_KIND));
                await().atMost(LONG)
                        .until(() -> topics.records(topics.dead()).size() == kinds.size() * HOSTILE_OF_A_KIND);
                LOG.info(
                        "hostile ones were refused after {} ms",
                        Duration.between(begun, Instant.now()).toMillis());
                assertThat(program.output()).doesNotContain("OutOfMemory");
                assertThat(program.terminate()).isEqualTo(143);
            }
        }
    }

    private static List<String> commandIds(TestTopics topics, String status) {
        return topics.outcomesSoFar().stream()
                .filter(each -> each.get("status").asText().equals(status))
                .map(each -> each.path("command_id").asText())
                .distinct()
                .toList();
    }

    private static KafkaProducer<byte[], byte[]> compressing() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", TestKafka.brokers(),
                        "compression.type", "zstd",
                        "linger.ms", "200",
                        "batch.size", "1000000",
                        "max.request.size", "20000000",
                        "buffer.memory", "200000000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Thousands of links in as many texts as a message may have. */
    private static byte[] links() {
        String media = "{\"type\": \"media\", \"attachment_id\": \"a\"}";
        return IntStream.range(0, 50)
                .mapToObj(part -> "{\"type\": \"text\", \"value\": \""
                        + IntStream.range(0, 800)
                                .mapToObj(link -> "l" + part + "x" + link + ".com")
                                .collect(Collectors.joining(" "))
                        + "\"}, " + media)
                .collect(Collectors.joining(
                        ", ", "{\"type\": \"send_message\", \"group_ref\": \"g\", \"message\": {\"parts\": [", "]}}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] wide() {
        return ("{\"type\": \"send_message\", \"group_ref\": \"g\", \"message\": {\"parts\": [" + "1,".repeat(450_000)
                        + "1]}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noJson() {
        return "x".repeat(1_020_000).getBytes(StandardCharsets.UTF_8);
    }

    /** One text, far longer than any may be. */
    private static byte[] texts() {
        return ("{\"type\": \"send_message\", \"group_ref\": \"g\", \"message\": {\"text\": \""
                        + "see x.com ".repeat(98_000) + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String create(int i) {
        return """
                {"type": "create_group", "command_id": "ord-%1$d", "to": ["+1202555%1$04d", "+1202556%1$04d"],
                 "display_name": "Order %1$d", "message": {"text": "Hello"}}
                """
                .formatted(i);
    }
}
