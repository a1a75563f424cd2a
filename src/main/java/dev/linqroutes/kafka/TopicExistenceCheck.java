package dev.linqroutes.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Checks that topics exist before records are sent. The client would wait separately for each record of a missing topic, and
 * send the other records of the batch meanwhile.
 */
public final class TopicExistenceCheck {
    /** Less than the time after which records for a missing topic are retried. */
    private static final Duration CACHE_DURATION = Duration.ofSeconds(20);
    /** A broker with automatic topic creation creates a topic on request, with a short delay. */
    private static final Duration CREATION_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final Supplier<Properties> clientProperties;
    private final Clock clock;
    private final Map<String, Instant> lastSeen = new HashMap<>();

    /** @param clientProperties consumer configuration for the broker, including security */
    public TopicExistenceCheck(Supplier<Properties> clientProperties, Clock clock) {
        this.clientProperties = clientProperties;
        this.clock = clock;
    }

    /**
     * Returns when the topics of all messages exist.
     *
     * @throws UnknownTopicOrPartitionException with the names of the missing topics
     * @throws org.apache.kafka.common.errors.TopicAuthorizationException with the names of the topics without access
     * @throws org.apache.kafka.common.errors.TimeoutException when the broker does not respond
     */
    public void requireTopics(List<Message> messages) throws InterruptedException {
        Instant now = clock.instant();
        lastSeen.values().removeIf(at -> at.isAfter(now) || at.isBefore(now.minus(CACHE_DURATION)));
        Set<String> unchecked = messages.stream()
                .map(message -> message.getHeader(KafkaConstants.OVERRIDE_TOPIC, String.class))
                .filter(topic -> !lastSeen.containsKey(topic))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!unchecked.isEmpty()) {
            awaitTopics(unchecked);
            unchecked.forEach(topic -> lastSeen.put(topic, now));
        }
    }

    private void awaitTopics(Set<String> topics) throws InterruptedException {
        Set<String> missing = new TreeSet<>(topics);
        Properties properties = new Properties();
        properties.putAll(clientProperties.get());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        try (KafkaConsumer<byte[], byte[]> client =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            long deadline = System.nanoTime() + CREATION_TIMEOUT.toNanos();
            missing.removeIf(topic -> exists(client, topic));
            while (!missing.isEmpty() && System.nanoTime() < deadline) {
                Thread.sleep(POLL_INTERVAL.toMillis());
                missing.removeIf(topic -> exists(client, topic));
            }
        }
        if (!missing.isEmpty()) {
            throw new UnknownTopicOrPartitionException("there is no topic " + String.join(", ", missing));
        }
    }

    private static boolean exists(KafkaConsumer<byte[], byte[]> client, String topic) {
        var partitions = client.partitionsFor(topic, REQUEST_TIMEOUT);
        return partitions != null && !partitions.isEmpty();
    }
}
