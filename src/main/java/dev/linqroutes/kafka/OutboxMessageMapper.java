package dev.linqroutes.kafka;

import dev.linqroutes.ledger.outbox.Outbox.PendingRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeException;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns rows of the outbox into messages for camel-kafka: an event into one for each of its topics, anything else into one. */
public final class OutboxMessageMapper {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxMessageMapper.class);
    private static final String EVENT_TYPE = "ce_type";
    private static final Pattern FOREIGN_HEADERS = Pattern.compile("(?s)(?!ce_|linq-|content-type\\z).*");

    private final CamelContext context;
    private final EventTopics eventTopics;

    public OutboxMessageMapper(CamelContext context, EventTopics eventTopics) {
        this.context = context;
        this.eventTopics = eventTopics;
    }

    /** Lets the headers of the outbox through to Kafka and nothing that Camel put beside them. */
    public static HeaderFilterStrategy outboxHeaderFilter() {
        DefaultHeaderFilterStrategy strategy = new DefaultHeaderFilterStrategy();
        strategy.setOutFilterPattern(FOREIGN_HEADERS);
        strategy.setLowerCase(true);
        return strategy;
    }

    /**
     * The messages of the rows, in their order, each with its own topic, key and headers; everything is bytes, so that
     * nothing is converted. A tombstone has no body.
     */
    public List<Message> toMessages(List<PendingRecord> batch) {
        return batch.stream()
                .flatMap(row -> topics(row).stream().map(topic -> message(row, topic)))
                .toList();
    }

    private List<String> topics(PendingRecord row) {
        String type = row.headers().get(EVENT_TYPE);
        return type != null && row.topic().equals(eventTopics.allEventsTopic())
                ? eventTopics.topicsFor(type)
                : List.of(row.topic());
    }

    /**
     * Logs why the outbox waits and, where it is known, at which row.
     *
     * @param sent what was sent and not acknowledged; null when the outbox could not be read
     */
    public void logBlockedRecord(@Variable("sent") List<PendingRecord> sent, @ExchangeException Exception reason) {
        Throwable root = rootCause(reason);
        if (sent == null || sent.size() != 1) {
            LOG.warn("outbox blocked: {}", root.getMessage());
            return;
        }
        if (root instanceof TimeoutException) {
            LOG.warn("outbox blocked: Kafka does not answer; it is tried again: {}", root.getMessage());
            return;
        }
        PendingRecord row = sent.get(0);
        List<String> topics = topics(row);
        LOG.warn(
                "outbox blocked at row {}: {} rejected the record: {}{}",
                row.outboxId(),
                (topics.size() == 1 ? "topic " : "topics ") + String.join(", ", topics),
                root.getMessage(),
                remedy(root, topics.size() > 1)
                        .map(todo ->
                                "; it is tried again, and what stands behind it for " + row.topic() + " waits: " + todo)
                        .orElse(""));
    }

    /** Logs which record its topic does not take, when it was sent alone; of several the one is found out next. */
    public void logParkedRecord(@Variable("sent") List<PendingRecord> sent, @ExchangeException Exception reason) {
        if (sent.size() != 1) {
            LOG.warn("outbox: one of {} records is too large, sending them one by one", sent.size());
            return;
        }
        PendingRecord row = sent.get(0);
        List<String> topics = topics(row);
        LOG.error(
                "outbox row {} is parked: {} rejected its {} bytes: {}; what stands behind it goes on, and it is sent again"
                        + " from time to time: raise max.message.bytes of the topic{}",
                row.outboxId(),
                (topics.size() == 1 ? "topic " : "topics ") + String.join(", ", topics),
                row.value() == null ? 0 : row.value().length,
                rootCause(reason).getMessage(),
                topics.size() == 1 ? "" : ", or switch the topic off in topics.events.by-type");
    }

    private static Throwable rootCause(Throwable reason) {
        Throwable root = reason;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static Optional<String> remedy(Throwable reason, boolean fannedOut) {
        String orNot = fannedOut ? ", or switch the topic off in topics.events.by-type" : "";
        if (reason instanceof UnknownTopicOrPartitionException) {
            return Optional.of("create the topic" + orNot);
        }
        if (reason instanceof TopicAuthorizationException) {
            return Optional.of("let the program write to the topic" + orNot);
        }
        return Optional.empty();
    }

    private Message message(PendingRecord row, String topic) {
        Message message = new DefaultMessage(context);
        message.setBody(row.value());
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, topic);
        row.key().ifPresent(key -> message.setHeader(KafkaConstants.KEY, key));
        row.headers().forEach((name, value) -> message.setHeader(name, value.getBytes(StandardCharsets.UTF_8)));
        return message;
    }
}
