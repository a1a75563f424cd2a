package dev.linqroutes.kafka;

import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.RecordKeyAndHeaders;
import dev.linqroutes.kafka.RecordChunker.Chunk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of the commands topic: what they hold, and when they are done with. */
public final class CommandRecords {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.intake");

    /** Longer than a consumer that is not held up takes to see that its topic has gone; few batches take so long. */
    private static final Duration STALE_AFTER = Duration.ofMillis(500);

    private final TopicIds topicIds;
    private final RecordChunker chunker;
    private final LongAdder tombstones = new LongAdder();

    /** @param most how many records are accepted in one transaction */
    public CommandRecords(TopicIds topicIds, int most) {
        this.topicIds = topicIds;
        this.chunker = new RecordChunker(most);
    }

    /** The batch in chunks that are accepted and committed one after another. */
    public Iterator<Chunk> splitIntoChunks(List<Exchange> records) {
        return chunker.split(records);
    }

    /**
     * The commands in the records, in order. A record without a value asks for nothing: it says that its key is used no more, as
     * Debezium and compacted topics have it behind a deletion.
     */
    public List<ReceivedCommand> readCommands(Chunk chunk) {
        List<ReceivedCommand> received = new ArrayList<>(chunk.records().size());
        for (Exchange each : chunk.records()) {
            Message message = each.getMessage();
            CommandSource source = source(message);
            if (message.getBody() instanceof byte[] value) {
                received.add(ReceivedCommand.fromJson(source, recordParts(message), value));
            }
        }
        return received;
    }

    private static RecordKeyAndHeaders recordParts(Message message) {
        return new RecordKeyAndHeaders(
                Optional.ofNullable(message.getHeader(KafkaConstants.KEY, byte[].class)),
                headers(message).flatMap(PackedHeaders::pack));
    }

    /** As Kafka gave them; Camel's own copy lacks some. */
    static Optional<Headers> headers(Message message) {
        return Optional.ofNullable(message.getHeader(KafkaConstants.HEADERS, Headers.class));
    }

    private CommandSource source(Message message) {
        String topic = message.getHeader(KafkaConstants.TOPIC, String.class);
        int partition = message.getHeader(KafkaConstants.PARTITION, Integer.class);
        long offset = message.getHeader(KafkaConstants.OFFSET, Long.class);
        TopicIds.Ids ids = topicIds.resolve(topic, partition, offset);
        return new CommandSource.Kafka(ids.clusterId(), topic, ids.topicId(), partition, offset);
    }

    /**
     * Commits the chunk, all its partitions by one request. Camel's own header commits the partition of the last record
     * only.
     *
     * <p>The broker takes offsets by the topic's name. A batch that was held up asks first whether the topic is still the
     * one its records came from: the offset would skip as many records of one that was made anew meanwhile.
     *
     * @throws IllegalStateException when the topic was made anew; the consumer has to begin again without the commit
     */
    public void commitOffsets(@Variable("chunk") Chunk chunk) {
        if (System.nanoTime() - chunk.receivedNanos() > STALE_AFTER.toNanos()) {
            chunk.records().stream()
                    .map(each -> each.getMessage().getHeader(KafkaConstants.TOPIC, String.class))
                    .distinct()
                    .forEach(topicIds::requireUnchanged);
        }
        Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
        DefaultKafkaManualCommit last = null;
        for (Exchange each : chunk.records()) {
            last = each.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT, DefaultKafkaManualCommit.class);
            // In the order of the offsets: the last of a partition stays.
            read.put(last.getPartition(), new OffsetAndMetadata(last.getRecordOffset() + 1));
        }
        if (last != null) {
            last.getConsumer().commitSync(read, Duration.ofMillis(last.getCommitTimeout()));
        }
        chunker.markCommitted(chunk);
        countTombstones(chunk);
    }

    /** Not before they are committed: until then they come again. */
    private void countTombstones(Chunk chunk) {
        List<Message> ignored = chunk.records().stream()
                .map(Exchange::getMessage)
                .filter(message -> message.getBody() == null)
                .toList();
        if (!ignored.isEmpty()) {
            tombstones.add(ignored.size());
            LOG.info(
                    "ignored records without a value (tombstones): {}, the first at {} partition {} offset {}",
                    ignored.size(),
                    ignored.get(0).getHeader(KafkaConstants.TOPIC),
                    ignored.get(0).getHeader(KafkaConstants.PARTITION),
                    ignored.get(0).getHeader(KafkaConstants.OFFSET));
        }
    }

    /** How many records had no value. */
    public long tombstoneCount() {
        return tombstones.sum();
    }
}
