package dev.linqroutes.kafka;

import dev.linqroutes.command.Received;
import dev.linqroutes.command.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;

/** Records of the commands topic: what they hold, and when they are done with. */
public final class CommandRecords {
    private final TopicIds topicIds;

    public CommandRecords(TopicIds topicIds) {
        this.topicIds = topicIds;
    }

    /** The commands in a batch of records, in order. */
    public List<Received> received(List<Exchange> records) {
        List<Received> received = new ArrayList<>(records.size());
        for (Exchange each : records) {
            Message message = each.getMessage();
            String topic = message.getHeader(KafkaConstants.TOPIC, String.class);
            int partition = message.getHeader(KafkaConstants.PARTITION, Integer.class);
            long offset = message.getHeader(KafkaConstants.OFFSET, Long.class);
            TopicIds.Ids ids = topicIds.of(topic, partition, offset);
            received.add(Received.json(
                    new Source.Kafka(ids.clusterId(), topic, ids.topicId(), partition, offset),
                    bytes(message.getHeader(KafkaConstants.KEY)),
                    bytes(message.getBody())));
        }
        return received;
    }

    private static byte[] bytes(Object value) {
        return value instanceof byte[] bytes ? bytes : new byte[0];
    }

    /**
     * Commits the batch. Camel's own header commits the partition of the last record only, so each partition's last
     * record commits for itself.
     */
    public void commit(@Variable("records") List<Exchange> records) {
        Map<String, Message> lastOfPartition = new HashMap<>();
        for (Exchange each : records) {
            Message message = each.getMessage();
            lastOfPartition.put(
                    message.getHeader(KafkaConstants.TOPIC) + "-" + message.getHeader(KafkaConstants.PARTITION),
                    message);
        }
        lastOfPartition.values().forEach(message -> message.getHeader(
                        KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class)
                .commit());
    }
}
