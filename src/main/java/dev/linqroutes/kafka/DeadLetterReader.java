package dev.linqroutes.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads dead letters from their topic without changing it. */
public final class DeadLetterReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Properties consumerProperties;
    private final String topic;
    private final Duration timeout;

    /** @param client consumer configuration for the brokers */
    public DeadLetterReader(Properties client, String topic) {
        this(client, topic, TIMEOUT);
    }

    DeadLetterReader(Properties client, String topic, Duration timeout) {
        this.consumerProperties = new Properties();
        this.consumerProperties.putAll(client);
        this.consumerProperties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.consumerProperties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.consumerProperties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.topic = topic;
        this.timeout = timeout;
    }

    /**
     * A refused record.
     *
     * @param key as received; empty for none
     * @param value as received
     * @param sourceId id of the refused record, see {@code CommandSource}
     * @param place topic, partition and offset of the refused record, for a person
     * @param error why it was refused
     * @param commandId empty if it could not be read
     */
    public record DeadLetter(
            Instant time,
            Optional<byte[]> key,
            byte[] value,
            String sourceId,
            String place,
            String error,
            Optional<String> commandId) {}

    /**
     * Passes every dead letter that is now on the topic to the action, in order for record partition.
     *
     * @throws IllegalStateException when the brokers do not respond in time
     */
    public void readAll(Consumer<DeadLetter> action) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(consumerProperties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, timeout).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions, timeout));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + timeout.toNanos();
            while (!ends.isEmpty()) {
                ends.entrySet().removeIf(end -> consumer.position(end.getKey(), timeout) >= end.getValue());
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    deadline = System.nanoTime() + timeout.toNanos();
                    if (record.offset() < ends.getOrDefault(new TopicPartition(topic, record.partition()), 0L)) {
                        action.accept(deadLetter(record));
                    }
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("no more records of topic " + topic + " received for "
                            + timeout.toSeconds() + " s; check whether Kafka is available");
                }
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "Kafka at " + consumerProperties.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)
                            + " does not respond; check that it is running and that KAFKA_BROKERS is correct",
                    e);
        }
    }

    private static DeadLetter deadLetter(ConsumerRecord<byte[], byte[]> record) {
        String origin = record.topic() + " partition " + record.partition() + " offset " + record.offset();
        return new DeadLetter(
                Instant.ofEpochMilli(record.timestamp()),
                Optional.ofNullable(record.key()),
                record.value() == null ? new byte[0] : record.value(),
                header(record, "linq-error-source-id").orElse("dead-" + record.partition() + "-" + record.offset()),
                header(record, "linq-error-place").orElse(origin),
                header(record, "linq-error-message").orElse("no reason given"),
                header(record, "linq-error-command-id"));
    }

    private static Optional<String> header(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }
}
