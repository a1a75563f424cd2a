package dev.linqroutes.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/**
 * Tells topics of the same name apart: one that was deleted and made anew has another id. Asked of the broker when a
 * partition is first seen and whenever its offsets go back, since a topic made anew starts at zero.
 */
public final class TopicIds {
    private static final long TIMEOUT_SECONDS = 20;

    private final Supplier<Properties> clientProperties;
    private final Map<String, Ids> idsByTopic = new HashMap<>();
    private final Map<String, Long> lastOffset = new HashMap<>();

    /** A topic's identity. */
    record Ids(String clusterId, String topicId) {}

    /** @param clientProperties how the consumer reaches the broker, security included */
    public TopicIds(Supplier<Properties> clientProperties) {
        this.clientProperties = clientProperties;
    }

    synchronized Ids resolve(String topic, int partition, long offset) {
        Long last = lastOffset.put(topic + "-" + partition, offset);
        if (last == null || offset <= last) {
            idsByTopic.put(topic, fetch(topic));
        }
        return idsByTopic.get(topic);
    }

    /** @throws IllegalStateException when the topic is not the one any more that {@link #resolve} told of */
    synchronized void requireUnchanged(String topic) {
        if (!fetch(topic).equals(idsByTopic.get(topic))) {
            throw new IllegalStateException("topic " + topic
                    + " was deleted and made anew while a batch of the old one was held up; the new one is read from its"
                    + " beginning");
        }
    }

    private Ids fetch(String topic) {
        try (Admin admin = Admin.create(clientProperties.get())) {
            String clusterId = admin.describeCluster().clusterId().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            String topicId = admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .get(topic)
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .topicId()
                    .toString();
            return new Ids(clusterId, topicId);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot ask the broker for the id of topic " + topic + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for the id of topic " + topic, e);
        }
    }
}
