package dev.linqroutes.testing;

import dev.linqroutes.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.testcontainers.kafka.KafkaContainer;

/** A Kafka broker for tests, one per JVM: a container if Docker is available, else embedded. */
public final class TestKafka {
    private static final String BROKERS = Docker.isAvailable() ? container() : embedded();

    private TestKafka() {}

    public static String brokers() {
        return BROKERS;
    }

    @SuppressWarnings("resource") // Closed at the end of the JVM.
    private static String container() {
        KafkaContainer kafka = new KafkaContainer("apache/kafka:3.9.1");
        kafka.start();
        return kafka.getBootstrapServers();
    }

    @SuppressWarnings("resource") // Closed at the end of the JVM.
    private static String embedded() {
        try {
            return EmbeddedKafka.start(Files.createTempDirectory("kafka"), 0).brokers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
