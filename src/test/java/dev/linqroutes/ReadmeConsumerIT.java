package dev.linqroutes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.testing.TestKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The consumer in the README, word for word, against a real broker. */
class ReadmeConsumerIT {
    private static final String OUTCOME =
            "{\"outcome_id\":\"ord-1:confirmed\",\"command_id\":\"ord-1\",\"status\":\"confirmed\"}";

    @TempDir
    Path folder;

    private final String topic = "readme-" + UUID.randomUUID();

    @Test
    @Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void the_readmes_consumer_prints_an_outcome() throws Exception {
        produceOutcome();
        Path script = Files.writeString(
                folder.resolve("outcomes.jsh"),
                consumer()
                        .replace("localhost:9092", TestKafka.brokers())
                        .replace("\"linq.outcomes\"", "\"" + topic + "\"")
                        .replace("\"crm\"", "\"" + topic + "\""));
        Process jshell = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jshell")
                                .toString(),
                        "--class-path",
                        Path.of(System.getProperty("linq-routes.jar"))
                                .toAbsolutePath()
                                .toString(),
                        script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = jshell.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("order-1  ord-1  confirmed");
        } finally {
            jshell.descendants().forEach(ProcessHandle::destroyForcibly);
            jshell.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private void produceOutcome() throws Exception {
        Map<String, Object> brokers = Map.of("bootstrap.servers", TestKafka.brokers());
        try (Admin admin = Admin.create(brokers);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(brokers, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            producer.send(new ProducerRecord<>(topic, "order-1", OUTCOME)).get();
        }
    }

    /** The first block of code in its section. */
    private static String consumer() throws IOException {
        List<String> section = Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.equals("## Read the topics from your own program"))
                .dropWhile(line -> !line.startsWith("    "))
                .takeWhile(line -> line.startsWith("    "))
                .map(line -> line.substring(4))
                .toList();
        assertThat(section).hasSize(10);
        return String.join("\n", section) + "\n";
    }
}
