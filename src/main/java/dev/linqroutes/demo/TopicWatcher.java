package dev.linqroutes.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumes outcomes and events from the beginning of their topics, like any downstream system. */
final class TopicWatcher implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String outcomesTopic;
    private final Consumer<DemoOutcome> listener;
    private final Map<String, DemoOutcome> outcomes = new ConcurrentSkipListMap<>();
    private final Map<String, DemoOutcome> batches = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> eventTypes = new ConcurrentSkipListMap<>();
    private final Set<String> eventFacts = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** @param listener called for every outcome, on the consumer thread */
    TopicWatcher(String brokers, String outcomesTopic, String eventsTopic, Consumer<DemoOutcome> listener) {
        this.outcomesTopic = outcomesTopic;
        this.listener = listener;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(outcomesTopic, eventsTopic)) {
            consumer.partitionsFor(topic).forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Thread thread = new Thread(this::consume, "demo-topics");
        thread.setDaemon(true);
        thread.start();
    }

    /** By position; the first of several outcomes of a position. */
    Map<String, DemoOutcome> outcomes() {
        return outcomes;
    }

    /** Outcomes of whole files, by file name. */
    Map<String, DemoOutcome> batches() {
        return batches;
    }

    /** Number of events by type. */
    Map<String, Integer> eventTypes() {
        return new TreeMap<>(eventTypes);
    }

    /** Whether an event of this type about this message or chat was received. */
    boolean hasEvent(String eventType, String id) {
        return eventFacts.contains(eventType + " " + id);
    }

    private void consume() {
        try (consumer) {
            while (true) {
                consumer.poll(Duration.ofMillis(200)).forEach(this::record);
            }
        } catch (WakeupException e) {
            // Thrown after close().
        } finally {
            ended.countDown();
        }
    }

    private void record(ConsumerRecord<byte[], byte[]> read) {
        try {
            JsonNode json = JSON.readTree(read.value());
            if (read.topic().equals(outcomesTopic)) {
                DemoOutcome outcome = new DemoOutcome(json);
                (outcome.isBatch() ? batches : outcomes).putIfAbsent(outcome.position(), outcome);
                listener.accept(outcome);
            } else {
                String type = header(read, "ce_type");
                eventTypes.merge(type, 1, Integer::sum);
                eventFacts.add(type + " " + header(read, "ce_subject"));
                // A poll event names its message, and has no id.
                String id = type.startsWith("poll.") ? "/data/message_id" : "/data/id";
                eventFacts.add(type + " " + json.at(id).asText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("record without valid JSON on " + read.topic(), e);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> read, String name) {
        Header header = read.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        ended.await();
    }
}
