package dev.linqroutes.kafka;

import dev.linqroutes.ledger.outbox.Outbox.PendingRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.DefaultMessage;

/** Converts outbox rows to messages for camel-kafka: an event to one message for each of its topics, any other row to one. */
public final class OutboxMessageMapper {
    private static final Pattern FOREIGN_HEADERS =
            Pattern.compile("(?s)(?!ce_|linq-|(?:content-type|traceparent|tracestate)\\z).*");

    private final CamelContext context;
    private final EventTopics eventTopics;

    public OutboxMessageMapper(CamelContext context, EventTopics eventTopics) {
        this.context = context;
        this.eventTopics = eventTopics;
    }

    /** Passes the headers of the outbox to Kafka and drops the headers that Camel adds. */
    public static HeaderFilterStrategy outboxHeaderFilter() {
        DefaultHeaderFilterStrategy strategy = new DefaultHeaderFilterStrategy();
        strategy.setOutFilterPattern(FOREIGN_HEADERS);
        strategy.setLowerCase(true);
        return strategy;
    }

    /**
     * Returns the messages of the rows, in the order of the rows, each with its own topic, key and headers. Keys, values and
     * headers are bytes, so nothing is converted. A tombstone has no body.
     */
    public List<Message> toMessages(List<PendingRecord> batch) {
        return batch.stream()
                .flatMap(row -> eventTopics.topicsFor(row).stream().map(topic -> message(row, topic)))
                .toList();
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
