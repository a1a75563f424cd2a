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
 * Distinguishes topics of the same name: a re-created topic has a different id. The id is requested from the broker when a
 * partition is first seen, and when its offsets decrease, because a re-created topic starts at zero.
 */
public final class TopicIds {
    private static final long TIMEOUT_SECONDS = 20;

    private final Supplier<Properties> clientProperties;
    private final Map<String, Ids> idsByTopic = new HashMap<>();
    private final Map<String, Long> lastOffset = new HashMap<>();

    /** Identity of a topic. */
    record Ids(String clusterId, String topicId) {}

    /** @param clientProperties client configuration for the broker, including security */
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

    /** @throws IllegalStateException when the topic is no longer the one that {@link #resolve} returned */
    synchronized void requireUnchanged(String topic) {
        if (!fetch(topic).equals(idsByTopic.get(topic))) {
            throw new IllegalStateException("topic " + topic
                    + " was deleted and re-created while a batch of the old topic was delayed; the new topic is read from its"
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
            throw new IllegalStateException("cannot get the id of topic " + topic + " from the broker" + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while getting the id of topic " + topic, e);
        }
    }
}
