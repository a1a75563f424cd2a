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

/** Reads what was refused from the topic of dead letters. Leaves the topic as it is. */
public final class DeadLetterReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Properties consumerProperties;
    private final String topic;
    private final Duration timeout;

    /** @param client how to reach the brokers, as a consumer does */
    public DeadLetterReader(Properties client, String topic) {
        this(client, topic, TIMEOUT);
    }

    DeadLetterReader(Properties client, String topic, Duration patience) {
        this.consumerProperties = new Properties();
        this.consumerProperties.putAll(client);
        this.consumerProperties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.consumerProperties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.consumerProperties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.topic = topic;
        this.timeout = patience;
    }

    /**
     * A refused record.
     *
     * @param key as received; empty for none
     * @param value as received
     * @param sourceId of the record that was refused
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
     * Gives every dead letter that is on the topic now, in order for each partition.
     *
     * @throws IllegalStateException when the brokers do not answer in time
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
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    deadline = System.nanoTime() + timeout.toNanos();
                    if (each.offset() < ends.getOrDefault(new TopicPartition(topic, each.partition()), 0L)) {
                        action.accept(deadLetter(each));
                    }
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("no more of topic " + topic + " came for " + timeout.toSeconds()
                            + " s; look whether Kafka answers");
                }
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "Kafka at " + consumerProperties.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)
                            + " does not answer; look whether it runs and whether KAFKA_BROKERS names it",
                    e);
        }
    }

    private static DeadLetter deadLetter(ConsumerRecord<byte[], byte[]> each) {
        String origin = each.topic() + " partition " + each.partition() + " offset " + each.offset();
        return new DeadLetter(
                Instant.ofEpochMilli(each.timestamp()),
                Optional.ofNullable(each.key()),
                each.value() == null ? new byte[0] : each.value(),
                header(each, "linq-error-source-id").orElse("dead-" + each.partition() + "-" + each.offset()),
                header(each, "linq-error-place").orElse(origin),
                header(each, "linq-error-message").orElse("no reason given"),
                header(each, "linq-error-command-id"));
    }

    private static Optional<String> header(ConsumerRecord<byte[], byte[]> each, String name) {
        return Optional.ofNullable(each.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }
}
