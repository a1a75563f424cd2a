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
 * Asks the broker whether topics are there before anything is sent to them: the client waits for each single record of
 * a topic that is not, and what goes with it is sent meanwhile.
 */
public final class TopicExistenceCheck {
    /** Below the time after which a topic that was not there is tried again. */
    private static final Duration CACHE_DURATION = Duration.ofSeconds(20);
    /** A broker that makes topics by itself does so when it is asked, and needs a moment. */
    private static final Duration CREATION_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final Supplier<Properties> clientProperties;
    private final Clock clock;
    private final Map<String, Instant> lastSeen = new HashMap<>();

    /** @param clientProperties how a consumer reaches the broker, security included */
    public TopicExistenceCheck(Supplier<Properties> clientProperties, Clock clock) {
        this.clientProperties = clientProperties;
        this.clock = clock;
    }

    /**
     * Returns when all topics of these messages are there.
     *
     * @throws UnknownTopicOrPartitionException when some are not, and names them
     * @throws org.apache.kafka.common.errors.TopicAuthorizationException when they may not be seen, and names them
     * @throws org.apache.kafka.common.errors.TimeoutException when the broker does not answer
     */
    public void requireTopics(List<Message> messages) throws InterruptedException {
        Instant now = clock.instant();
        lastSeen.values().removeIf(at -> at.isAfter(now) || at.isBefore(now.minus(CACHE_DURATION)));
        Set<String> asked = messages.stream()
                .map(message -> message.getHeader(KafkaConstants.OVERRIDE_TOPIC, String.class))
                .filter(topic -> !lastSeen.containsKey(topic))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!asked.isEmpty()) {
            awaitTopics(asked);
            asked.forEach(topic -> lastSeen.put(topic, now));
        }
    }

    private void awaitTopics(Set<String> topics) throws InterruptedException {
        Set<String> missing = new TreeSet<>(topics);
        Properties properties = new Properties();
        properties.putAll(clientProperties.get());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        try (KafkaConsumer<byte[], byte[]> client =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            long giveUp = System.nanoTime() + CREATION_TIMEOUT.toNanos();
            missing.removeIf(topic -> exists(client, topic));
            while (!missing.isEmpty() && System.nanoTime() < giveUp) {
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
