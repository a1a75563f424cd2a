package dev.linqroutes.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    private static final TopicPartition COMMANDS = new TopicPartition("commands", 0);
    private static final TopicPartition OUTCOMES = new TopicPartition("outcomes", 0);

    @TempDir
    Path folder;

    @Test
    void topics_records_and_offsets_survive_a_restart() throws Exception {
        String clusterId;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0)) {
            kafka.createTopics(1, COMMANDS.topic());
            produce(kafka, "first", "second");
            commit(kafka, 1);
            clusterId = clusterId(kafka);
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0)) {
            kafka.createTopics(1, COMMANDS.topic(), OUTCOMES.topic());
            produce(kafka, "third");

            assertThat(clusterId(kafka)).isEqualTo(clusterId);
            assertThat(records(kafka, 3)).containsExactly("first", "second", "third");
            assertThat(committed(kafka)).isEqualTo(1);
            assertThat(topics(kafka)).contains(COMMANDS.topic(), OUTCOMES.topic());
        }
    }

    @Test
    void a_port_in_use_is_named() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedKafka.start(folder.resolve("kafka"), other.getLocalPort()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("port " + other.getLocalPort() + " for Kafka is in use");
        }
        assertThat(folder.resolve("kafka")).doesNotExist();
    }

    private static void produce(EmbeddedKafka kafka, String... values) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client(kafka), new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(COMMANDS.topic(), value)).get();
            }
        }
    }

    private static void commit(EmbeddedKafka kafka, long offset) {
        try (KafkaConsumer<String, String> consumer = consumer(kafka)) {
            consumer.commitSync(Map.of(COMMANDS, new OffsetAndMetadata(offset)));
        }
    }

    private static long committed(EmbeddedKafka kafka) {
        try (KafkaConsumer<String, String> consumer = consumer(kafka)) {
            return consumer.committed(Set.of(COMMANDS)).get(COMMANDS).offset();
        }
    }

    private static List<String> records(EmbeddedKafka kafka, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer(kafka)) {
            consumer.assign(List.of(COMMANDS));
            consumer.seekToBeginning(List.of(COMMANDS));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedKafka kafka) {
        return new KafkaConsumer<>(client(kafka), new StringDeserializer(), new StringDeserializer());
    }

    private static String clusterId(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(client(kafka))) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static Iterable<String> topics(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(client(kafka))) {
            return admin.listTopics().names().get();
        }
    }

    private static Map<String, Object> client(EmbeddedKafka kafka) {
        return Map.of("bootstrap.servers", kafka.brokers(), "group.id", "linq-routes", "enable.auto.commit", false);
    }
}
