package dev.linqroutes.kafka;

import dev.linqroutes.ledger.outbox.Outbox.PendingRecord;
import java.util.List;
import java.util.Optional;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs why records of the outbox could not be sent, and what an operator has to do. */
public final class RelayLog {
    private static final Logger LOG = LoggerFactory.getLogger(RelayLog.class);

    private final EventTopics eventTopics;

    public RelayLog(EventTopics eventTopics) {
        this.eventTopics = eventTopics;
    }

    /**
     * Logs why the outbox is blocked and, if a single record was sent, which one.
     *
     * @param records the records that Kafka did not acknowledge; null if the outbox could not be read
     */
    public void logBlockedRecord(@Variable("records") List<PendingRecord> records, @ExchangeException Exception error) {
        Throwable cause = rootCause(error);
        if (records == null || records.size() != 1) {
            LOG.warn("outbox blocked: {}; retrying", cause.getMessage());
            return;
        }
        if (cause instanceof TimeoutException) {
            LOG.warn("outbox blocked: Kafka does not respond; retrying: {}", cause.getMessage());
            return;
        }
        PendingRecord row = records.get(0);
        List<String> topics = eventTopics.topicsFor(row);
        LOG.warn(
                "outbox blocked at row {}: {} rejected the record: {}; retrying{}",
                row.outboxId(),
                describe(topics),
                cause.getMessage(),
                remedy(cause, topics)
                        .map(action -> ". Later records for " + row.topic() + " wait: " + action)
                        .orElse(""));
    }

    /** Logs which record is too large for its topic. If several records were sent together, the next attempts identify it. */
    public void logParkedRecord(@Variable("records") List<PendingRecord> records, @ExchangeException Exception error) {
        if (records.size() != 1) {
            LOG.warn("outbox: one of {} records is too large, sending them one by one", records.size());
            return;
        }
        PendingRecord row = records.get(0);
        List<String> topics = eventTopics.topicsFor(row);
        LOG.error(
                "outbox row {} is parked: {} rejected the {}-byte record: {}; later records are sent, and this one is retried"
                        + " periodically: increase max.message.bytes of the topic{}",
                row.outboxId(),
                describe(topics),
                row.value() == null ? 0 : row.value().length,
                rootCause(error).getMessage(),
                orDisableTopic(topics));
    }

    private static Throwable rootCause(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String describe(List<String> topics) {
        return (topics.size() == 1 ? "topic " : "topics ") + String.join(", ", topics);
    }

    private static Optional<String> remedy(Throwable cause, List<String> topics) {
        if (cause instanceof UnknownTopicOrPartitionException) {
            return Optional.of("create the topic" + orDisableTopic(topics));
        }
        if (cause instanceof TopicAuthorizationException) {
            return Optional.of("grant this program write access to the topic" + orDisableTopic(topics));
        }
        return Optional.empty();
    }

    /** Only a topic of {@code topics.events.by-type} can be disabled; its events are also sent to the topic of all events. */
    private static String orDisableTopic(List<String> topics) {
        return topics.size() == 1 ? "" : ", or disable the topic in topics.events.by-type";
    }
}
