package dev.linqroutes.bench.process;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of one run. Deleted at its end. Their records carry the time at which the broker had them. */
public final class Topics implements AutoCloseable {
    /** What is read while nobody is to be disturbed much. */
    private static final Duration POLL = Duration.ofMillis(200);

    private final int partitions;
    private final String brokers;
    private final String prefix;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<String> names;
    private volatile Exception notProduced;

    public Topics(String brokers, String prefix, int partitions) throws ExecutionException, InterruptedException {
        this.brokers = brokers;
        this.prefix = prefix;
        this.partitions = partitions;
        this.names = Stream.of(
                        "commands",
                        "dead",
                        "outcomes",
                        "events",
                        "events.messages",
                        "events.other",
                        "groups",
                        "polls",
                        "audit")
                .map(this::name)
                .toList();
        admin = Admin.create(Map.of("bootstrap.servers", brokers));
        admin.createTopics(names.stream()
                        .map(name -> new NewTopic(name, partitions, (short) 1)
                                .configs(Map.of("message.timestamp.type", "LogAppendTime")))
                        .toList())
                .all()
                .get();
        awaitLeaders();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** A broker learns of new topics only after a moment. */
    private void awaitLeaders() throws ExecutionException, InterruptedException {
        while (true) {
            try {
                admin.describeTopics(names).allTopicNames().get();
                for (String name : names) {
                    endOffsets(name);
                }
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    public String brokers() {
        return brokers;
    }

    /** The full name of the topic of commands, outcomes and so on. */
    public String name(String topic) {
        return prefix + "." + topic;
    }

    /** The consumer group of whoever reads the commands. */
    public String group() {
        return prefix;
    }

    /** Returns at once; the broker has it soon. */
    public void produce(String key, String command) {
        producer.send(
                new ProducerRecord<>(
                        name("commands"),
                        key.getBytes(StandardCharsets.UTF_8),
                        command.getBytes(StandardCharsets.UTF_8)),
                (metadata, error) -> {
                    if (error != null) {
                        notProduced = error;
                    }
                });
    }

    /** Returns when the broker has all of it. */
    public void flush() {
        producer.flush();
        if (notProduced != null) {
            throw new IllegalStateException("not all commands could be produced", notProduced);
        }
    }

    /** How many commands are not acknowledged by their consumer. */
    public long countUncommitted() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group())
                .partitionsToOffsetAndMetadata()
                .get();
        return endOffsets(name("commands")).entrySet().stream()
                .mapToLong(end -> end.getValue()
                        - (committed.get(end.getKey()) == null
                                ? 0
                                : committed.get(end.getKey()).offset()))
                .sum();
    }

    private Map<TopicPartition, Long> endOffsets(String topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitionsOf(topic).forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().offset()));
    }

    private List<TopicPartition> partitionsOf(String topic) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /**
     * Reads a topic from its beginning until enough was found, or nothing came for so long; then whatever else is there.
     *
     * @param found how much of what is wanted was found
     */
    public void read(
            String topic,
            Consumer<ConsumerRecord<byte[], byte[]>> reader,
            LongSupplier found,
            long wanted,
            Duration silence) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "auto.offset.reset", "earliest", "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitionsOf(name(topic)));
            long last = System.nanoTime();
            while ((found.getAsLong() < wanted && System.nanoTime() - last < silence.toNanos()) || !isAtEnd(consumer)) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                    reader.accept(each);
                    last = System.nanoTime();
                }
            }
        }
    }

    private static boolean isAtEnd(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() throws ExecutionException, InterruptedException {
        producer.close(Duration.ofSeconds(5));
        admin.deleteTopics(names).all().get();
        admin.close(Duration.ofSeconds(5));
    }
}
