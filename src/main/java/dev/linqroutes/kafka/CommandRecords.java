package dev.linqroutes.kafka;

import dev.linqroutes.command.CommandSource;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.RecordKeyAndHeaders;
import dev.linqroutes.kafka.RecordChunker.Chunk;
import dev.linqroutes.trace.CommandTracer;
import dev.linqroutes.trace.TraceContext;
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
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Converts records of the commands topic to commands, and commits their offsets. */
public final class CommandRecords {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.intake");

    /** Longer than a consumer without delays needs to notice that its topic was deleted. Few batches take that long. */
    private static final Duration STALE_AFTER = Duration.ofMillis(500);

    private final TopicIds topicIds;
    private final RecordChunker chunker;
    private final CommandTracer tracer;
    private final LongAdder tombstones = new LongAdder();

    /** @param maxRecords most records accepted in one transaction */
    public CommandRecords(TopicIds topicIds, int maxRecords, CommandTracer tracer) {
        this.topicIds = topicIds;
        this.tracer = tracer;
        this.chunker = new RecordChunker(maxRecords);
    }

    /** Splits a batch into chunks that are accepted and committed one after another. */
    public Iterator<Chunk> splitIntoChunks(List<Exchange> records) {
        return chunker.split(records);
    }

    /**
     * Returns the commands of the records, in order. A record without a value (tombstone) contains no command: Debezium and
     * compacted topics have one after a deletion to mark the key as unused.
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

    private RecordKeyAndHeaders recordParts(Message message) {
        Optional<Headers> headers = headers(message);
        return new RecordKeyAndHeaders(
                Optional.ofNullable(message.getHeader(KafkaConstants.KEY, byte[].class)),
                headers.flatMap(PackedHeaders::pack),
                tracer.isOn() ? headers.flatMap(CommandRecords::traceContext) : Optional.empty());
    }

    private static Optional<TraceContext> traceContext(Headers headers) {
        return TraceContext.ofHeaders(name ->
                Optional.ofNullable(headers.lastHeader(name)).map(Header::value).orElse(null));
    }

    /** The headers as received from Kafka; Camel's own copy is incomplete. */
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
     * Commits the offsets of a chunk, all partitions in one request. Camel's header commits only the partition of the last
     * record.
     *
     * <p>Offsets are committed by topic name. A delayed batch first verifies that the topic is still the one that its records
     * came from: in a re-created topic the offset would skip records.
     *
     * @throws IllegalStateException when the topic was re-created; the consumer must restart without the commit
     */
    public void commitOffsets(@Variable("chunk") Chunk chunk) {
        if (System.nanoTime() - chunk.receivedNanos() > STALE_AFTER.toNanos()) {
            chunk.records().stream()
                    .map(each -> each.getMessage().getHeader(KafkaConstants.TOPIC, String.class))
                    .distinct()
                    .forEach(topicIds::requireUnchanged);
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        DefaultKafkaManualCommit last = null;
        for (Exchange each : chunk.records()) {
            last = each.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT, DefaultKafkaManualCommit.class);
            // Records are in offset order, so the last offset of each partition remains.
            offsets.put(last.getPartition(), new OffsetAndMetadata(last.getRecordOffset() + 1));
        }
        if (last != null) {
            last.getConsumer().commitSync(offsets, Duration.ofMillis(last.getCommitTimeout()));
        }
        chunker.markCommitted(chunk);
        countTombstones(chunk);
    }

    /** Runs after the commit, because uncommitted records are delivered again. */
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

    /** Number of records without a value since the start. */
    public long tombstoneCount() {
        return tombstones.sum();
    }
}
