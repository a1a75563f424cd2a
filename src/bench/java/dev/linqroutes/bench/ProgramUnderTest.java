package dev.linqroutes.bench;

import dev.linqroutes.app.Application;
import dev.linqroutes.embedded.EmbeddedKafka;
import dev.linqroutes.ledger.batch.BatchState;
import dev.linqroutes.ledger.batch.BatchStateReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The whole program as {@code run} starts it, with a broker and a fake Linq in the same process. */
final class ProgramUnderTest implements AutoCloseable {
    private static final int PARTITIONS = 6;
    private static final String GROUP = "bench";
    private static final String COMMANDS = "bench.commands";
    private static final String EVENTS = "bench.events";

    /** Longer than the relay pauses. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final EmbeddedKafka kafka;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;
    private final Map<String, String> settings = new HashMap<>();
    private volatile Exception notProduced;
    private Application application;

    /** @param folder empty; the broker's data and the inbox go there */
    ProgramUnderTest(Path folder, StubLinq linq, Ledger ledger, int workers) throws IOException, InterruptedException {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        kafka.createTopics(
                PARTITIONS,
                COMMANDS,
                "bench.dead",
                "bench.outcomes",
                EVENTS,
                "bench.events.messages",
                "bench.events.other",
                "bench.groups");
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.brokers(), "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()));
        settings.put("linq.api.url", linq.apiUrl());
        settings.put("linq.api.key", "bench");
        settings.put("linq.from", "+12223334444");
        settings.put("linq.workers", Integer.toString(workers));
        settings.put("linq.messages-per-minute", "1000000");
        settings.put("linq.webhook.secret", SampleWebhooks.SECRET);
        settings.put("kafka.brokers", kafka.brokers());
        settings.put("kafka.group", GROUP);
        settings.put("topics.commands", COMMANDS);
        settings.put("topics.dead", "bench.dead");
        settings.put("topics.outcomes", "bench.outcomes");
        settings.put("topics.events", EVENTS);
        settings.put("topics.events.by-type", "message=bench.events.messages, *=bench.events.other");
        settings.put("topics.groups", "bench.groups");
        settings.put("linq.confirm", "false");
        settings.put("ledger.url", ledger.url().orElse("jdbc:h2:file:" + folder.resolve("ledger")));
        settings.put("ledger.user", ledger.user());
        settings.put("ledger.password", ledger.password());
        settings.put("inbox.directory", folder.resolve("inbox").toString());
        // What is measured is renamed into it.
        settings.put("inbox.settle-time", "100");
        settings.put("http.port", freePort());
        settings.put("observe.port", freePort());
    }

    /** Where the ledger is: an H2 file of the rig's own without a URL. */
    record Ledger(Optional<String> url, String user, String password) {}

    private static String freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(any.getLocalPort());
        }
    }

    void start() throws Exception {
        application = Application.start(Optional.empty(), settings);
    }

    /** Where webhooks arrive. */
    int webhookPort() {
        return Integer.parseInt(settings.get("http.port"));
    }

    /** How often each event is on the topic, by its id. Waits until as many are there as are wanted, or no more come. */
    Map<String, Integer> events(int wanted) {
        Map<String, Integer> events = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.brokers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(EVENTS, partition))
                    .toList());
            Instant last = Instant.now();
            while (events.size() < wanted
                    && Duration.between(last, Instant.now()).compareTo(TIMEOUT) < 0) {
                for (ConsumerRecord<byte[], byte[]> event : consumer.poll(Duration.ofMillis(100))) {
                    events.merge(
                            new String(event.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8),
                            1,
                            Integer::sum);
                    last = Instant.now();
                }
            }
        }
        return events;
    }

    /** How many commands are accepted: the offsets that the program has committed, after the ledger's transaction. */
    long countAccepted() throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    /** How far the files in its inbox are. */
    List<BatchState> batches() {
        return application
                .context()
                .getRegistry()
                .lookupByNameAndType("batchStates", BatchStateReader.class)
                .findNewest(1);
    }

    /** Where files are dropped. */
    Path inbox() {
        return Path.of(settings.get("inbox.directory"));
    }

    /** Returns at once; the broker has it soon. */
    void produce(String chatId, String command) {
        producer.send(
                new ProducerRecord<>(
                        COMMANDS, chatId.getBytes(StandardCharsets.UTF_8), command.getBytes(StandardCharsets.UTF_8)),
                (metadata, error) -> {
                    if (error != null) {
                        notProduced = error;
                    }
                });
    }

    /** Returns when the broker has all of it. */
    void flush() {
        producer.flush();
        if (notProduced != null) {
            throw new IllegalStateException("not all commands could be produced", notProduced);
        }
    }

    @Override
    public void close() throws IOException {
        if (application != null) {
            application.close();
        }
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
        kafka.close();
    }
}
