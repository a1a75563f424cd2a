package dev.linqroutes.bench.peer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The limit: a loop of a Kafka consumer and an HTTP client that keeps the order of each key, commits below the first open record, and
 * knows nothing else.
 */
public final class BareLoop {
    private static final int MAX_POLL_RECORDS = 1_000;
    private static final int MAX_OPEN = 20_000;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HttpCaller http;
    private final ScheduledThreadPoolExecutor workers;
    private final Map<String, ArrayDeque<ConsumerRecord<byte[], byte[]>>> waiting = new HashMap<>();
    private final Map<TopicPartition, TreeSet<Long>> open = new HashMap<>();
    private int openRecords;

    private BareLoop(PeerSettings settings) {
        http = new HttpCaller(settings);
        workers = new ScheduledThreadPoolExecutor(settings.workers());
    }

    public static void main(String... arguments) {
        PeerSettings settings = PeerSettings.fromEnvironment();
        BareLoop loop = new BareLoop(settings);
        try (KafkaConsumer<byte[], byte[]> consumer = settings.consumer(MAX_POLL_RECORDS)) {
            consumer.subscribe(List.of(settings.commands()));
            System.out.println(PeerSettings.READY);
            loop.run(consumer);
        }
    }

    private void run(KafkaConsumer<byte[], byte[]> consumer) {
        long committed = System.nanoTime();
        while (true) {
            if (countOpen() < MAX_OPEN) {
                consumer.resume(consumer.paused());
            } else {
                consumer.pause(consumer.assignment());
            }
            consumer.poll(POLL).forEach(this::add);
            if (System.nanoTime() - committed > COMMIT_NANOS) {
                consumer.commitSync(finished(consumer));
                committed = System.nanoTime();
            }
        }
    }

    private synchronized int countOpen() {
        return openRecords;
    }

    private synchronized void add(ConsumerRecord<byte[], byte[]> record) {
        openRecords++;
        open.computeIfAbsent(partition(record), each -> new TreeSet<>()).add(record.offset());
        String key = new String(record.key(), StandardCharsets.UTF_8);
        ArrayDeque<ConsumerRecord<byte[], byte[]>> before = waiting.get(key);
        if (before == null) {
            waiting.put(key, new ArrayDeque<>());
            workers.execute(() -> call(key, record));
        } else {
            before.add(record);
        }
    }

    private void call(String key, ConsumerRecord<byte[], byte[]> record) {
        try {
            http.call(record.value());
        } catch (HttpCaller.AgainException e) {
            workers.schedule(() -> call(key, record), e.delay().toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        finish(key, record);
    }

    private synchronized void finish(String key, ConsumerRecord<byte[], byte[]> record) {
        openRecords--;
        open.get(partition(record)).remove(record.offset());
        ConsumerRecord<byte[], byte[]> next = waiting.get(key).poll();
        if (next == null) {
            waiting.remove(key);
        } else {
            workers.execute(() -> call(key, next));
        }
    }

    /** What may be committed: everything before the first open record. */
    private synchronized Map<TopicPartition, OffsetAndMetadata> finished(KafkaConsumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        open.forEach((partition, records) -> offsets.put(
                partition, new OffsetAndMetadata(records.isEmpty() ? consumer.position(partition) : records.first())));
        return offsets;
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
