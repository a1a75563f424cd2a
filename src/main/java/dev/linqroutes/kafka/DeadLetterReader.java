package dev.linqroutes.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads dead letters from their topic without changing it: each read has a consumer of its own, which belongs to no group and commits
 * nothing.
 */
public final class DeadLetterReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    /** Records that are decompressed at a time; each may have 1 MB, compressed to almost nothing. */
    private static final int MAX_POLL_RECORDS = 10;

    private static final int MAX_FETCH_BYTES = 4_000_000;

    private final Properties consumerProperties;
    private final String topic;
    private final Duration timeout;

    /** @param client consumer configuration for the brokers */
    public DeadLetterReader(Properties client, String topic) {
        this(client, topic, TIMEOUT);
    }

    /** @param timeout of {@link #readAll}: without a record; of the other methods: as a whole */
    public DeadLetterReader(Properties client, String topic, Duration timeout) {
        this.consumerProperties = new Properties();
        this.consumerProperties.putAll(client);
        this.consumerProperties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.consumerProperties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.consumerProperties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // For an offset that the broker deletes between two requests.
        this.consumerProperties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.consumerProperties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(MAX_POLL_RECORDS));
        this.consumerProperties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(MAX_FETCH_BYTES));
        this.consumerProperties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.topic = topic;
        this.timeout = timeout;
    }

    /**
     * A refused record.
     *
     * @param partition of the topic of dead letters, as the offset
     * @param key as received; empty for none
     * @param value as received
     * @param sourceId id of the refused record, see {@code CommandSource}
     * @param place topic, partition and offset of the refused record, for a person
     * @param error why it was refused
     * @param commandId empty if it could not be read
     */
    public record DeadLetter(
            int partition,
            long offset,
            Instant time,
            Optional<byte[]> key,
            byte[] value,
            String sourceId,
            String place,
            String error,
            Optional<String> commandId) {}

    /**
     * Passes every dead letter that is now on the topic to the action, in order for record partition.
     *
     * @throws DeadLettersUnavailable when the brokers do not respond in time
     */
    public void readAll(Consumer<DeadLetter> action) {
        run(consumer -> {
            List<TopicPartition> partitions = partitions(consumer, timeout);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Deadline deadline = new Deadline(timeout);
            boolean complete = readTo(ends, consumer, deadline, letter -> {
                deadline.restart();
                action.accept(letter);
            });
            if (!complete) {
                throw new DeadLettersUnavailable(
                        "no more records of topic " + topic + " received for " + timeout.toSeconds()
                                + " s; check whether Kafka is available",
                        null);
            }
            return complete;
        });
    }

    /**
     * Passes the newest dead letters of each partition to the action, as far as there is time.
     *
     * @param perPartition how many at most
     * @return whether all of them were read
     * @throws DeadLettersUnavailable when the brokers do not respond in time
     */
    public boolean readNewest(int perPartition, Consumer<DeadLetter> action) {
        return run(consumer -> {
            Deadline deadline = new Deadline(timeout);
            List<TopicPartition> partitions = partitions(consumer, deadline.remaining());
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, deadline.remaining());
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, deadline.remaining());
            consumer.assign(partitions);
            ends.forEach((partition, end) ->
                    consumer.seek(partition, Math.max(beginnings.get(partition), end - perPartition)));
            return readTo(ends, consumer, deadline, action);
        });
    }

    /**
     * Reads one dead letter.
     *
     * @return empty if the topic does not have it, or no longer
     * @throws DeadLettersUnavailable when the brokers do not respond in time
     */
    public Optional<DeadLetter> read(int partition, long offset) {
        return run(consumer -> {
            Deadline deadline = new Deadline(timeout);
            List<TopicPartition> wanted = List.of(new TopicPartition(topic, partition));
            if (!partitions(consumer, deadline.remaining()).containsAll(wanted)
                    || offset < firstOf(consumer.beginningOffsets(wanted, deadline.remaining()))
                    || offset >= firstOf(consumer.endOffsets(wanted, deadline.remaining()))) {
                return Optional.empty();
            }
            consumer.assign(wanted);
            consumer.seek(wanted.get(0), offset);
            while (consumer.position(wanted.get(0), deadline.remaining()) == offset) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    return record.offset() == offset ? Optional.of(deadLetter(record)) : Optional.empty();
                }
                deadline.requireTime();
            }
            return Optional.empty();
        });
    }

    private static long firstOf(Map<TopicPartition, Long> offsets) {
        return offsets.values().iterator().next();
    }

    private <T> T run(Function<KafkaConsumer<byte[], byte[]>, T> read) {
        try {
            KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(consumerProperties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            try {
                return read.apply(consumer);
            } finally {
                consumer.close(CLOSE_TIMEOUT);
            }
        } catch (TimeoutException e) {
            throw new DeadLettersUnavailable(
                    "Kafka at " + consumerProperties.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)
                            + " does not respond; check that it is running and that KAFKA_BROKERS is correct",
                    e);
        } catch (AuthorizationException e) {
            throw new DeadLettersUnavailable(
                    "this program may not read topic " + topic + "; grant it the ACL Read on the topic", e);
        } catch (KafkaException e) {
            throw new DeadLettersUnavailable("cannot read topic " + topic + ": " + e.getMessage(), e);
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, Duration time) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, time).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new DeadLettersUnavailable("topic " + topic + " does not exist; create it", null);
        }
        return partitions;
    }

    /** Whether the ends were reached in time. */
    private static boolean readTo(
            Map<TopicPartition, Long> ends,
            KafkaConsumer<byte[], byte[]> consumer,
            Deadline deadline,
            Consumer<DeadLetter> action) {
        Map<TopicPartition, Long> open = new HashMap<>(ends);
        while (true) {
            open.entrySet().removeIf(end -> consumer.position(end.getKey(), deadline.remaining()) >= end.getValue());
            if (open.isEmpty()) {
                return true;
            }
            if (deadline.isOver()) {
                return false;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                    action.accept(deadLetter(record));
                }
            }
        }
    }

    /** The end of a read. */
    private static final class Deadline {
        private final Duration timeout;
        private long endNanos;

        Deadline(Duration timeout) {
            this.timeout = timeout;
            restart();
        }

        void restart() {
            endNanos = System.nanoTime() + timeout.toNanos();
        }

        boolean isOver() {
            return endNanos - System.nanoTime() <= 0;
        }

        /** A moment when it is over: what is known already needs no request. */
        Duration remaining() {
            return Duration.ofNanos(Math.max(POLL.toNanos(), endNanos - System.nanoTime()));
        }

        void requireTime() {
            if (isOver()) {
                throw new TimeoutException("not read within " + timeout);
            }
        }
    }

    private static DeadLetter deadLetter(ConsumerRecord<byte[], byte[]> record) {
        String origin = record.topic() + " partition " + record.partition() + " offset " + record.offset();
        return new DeadLetter(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                Optional.ofNullable(record.key()),
                record.value() == null ? new byte[0] : record.value(),
                header(record, "linq-error-source-id").orElse("dead-" + record.partition() + "-" + record.offset()),
                header(record, "linq-error-place").orElse(origin),
                header(record, "linq-error-message").orElse("no reason given"),
                header(record, "linq-error-command-id"));
    }

    private static Optional<String> header(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }
}
