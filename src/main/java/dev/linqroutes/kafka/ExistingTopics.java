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
public final class ExistingTopics {
    /** Below the time after which a topic that was not there is tried again. */
    private static final Duration REMEMBERED = Duration.ofSeconds(20);
    /** A broker that makes topics by itself does so when it is asked, and needs a moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);

    private final Supplier<Properties> clientProperties;
    private final Clock clock;
    private final Map<String, Instant> seen = new HashMap<>();

    /** @param clientProperties how a consumer reaches the broker, security included */
    public ExistingTopics(Supplier<Properties> clientProperties, Clock clock) {
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
    public void require(List<Message> messages) throws InterruptedException {
        Instant now = clock.instant();
        seen.values().removeIf(at -> at.isAfter(now) || at.isBefore(now.minus(REMEMBERED)));
        Set<String> asked = messages.stream()
                .map(message -> message.getHeader(KafkaConstants.OVERRIDE_TOPIC, String.class))
                .filter(topic -> !seen.containsKey(topic))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!asked.isEmpty()) {
            ask(asked);
            asked.forEach(topic -> seen.put(topic, now));
        }
    }

    private void ask(Set<String> topics) throws InterruptedException {
        Set<String> missing = new TreeSet<>(topics);
        Properties properties = new Properties();
        properties.putAll(clientProperties.get());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        try (KafkaConsumer<byte[], byte[]> client =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            long giveUp = System.nanoTime() + PATIENCE.toNanos();
            missing.removeIf(topic -> isThere(client, topic));
            while (!missing.isEmpty() && System.nanoTime() < giveUp) {
                Thread.sleep(ASK_AGAIN.toMillis());
                missing.removeIf(topic -> isThere(client, topic));
            }
        }
        if (!missing.isEmpty()) {
            throw new UnknownTopicOrPartitionException("there is no topic " + String.join(", ", missing));
        }
    }

    private static boolean isThere(KafkaConsumer<byte[], byte[]> client, String topic) {
        var partitions = client.partitionsFor(topic, ANSWER);
        return partitions != null && !partitions.isEmpty();
    }
}
