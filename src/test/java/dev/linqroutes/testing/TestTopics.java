package dev.linqroutes.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of one test, on a shared broker. */
public final class TestTopics implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PublishedContract CONTRACT = PublishedContract.load();
    public static final int PARTITIONS = 3;
    /** Suffixes of the event topics by family. */
    public static final Map<String, String> FAMILIES = Map.of(
            "message", "messages",
            "reaction", "reactions",
            "participant", "participants",
            "chat", "chats",
            "poll", "polls",
            "call", "calls",
            "phone_number", "lines",
            "payment", "payments",
            "*", "other");

    private static final String BATCH = "batch";

    private final String brokers;
    private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 8) + ".";
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, List<ConsumerRecord<byte[], byte[]>>> read = new HashMap<>();
    private final List<JsonNode> outcomes = new ArrayList<>();
    private final Set<String> added = new HashSet<>();
    private final List<AssertionError> broken = new ArrayList<>();
    private final KafkaConsumer<byte[], byte[]> consumer;

    public TestTopics(String brokers) throws InterruptedException, ExecutionException {
        this.brokers = brokers;
        admin = Admin.create(Map.of("bootstrap.servers", brokers));
        List<String> written = new ArrayList<>(List.of(dead(), outcomes(), events(), groups(), polls(), audit()));
        FAMILIES.values().forEach(family -> written.add(events(family)));
        createCommands();
        create(written.toArray(String[]::new));
        setConfig(groups(), "cleanup.policy", "compact");
        setConfig(polls(), "cleanup.policy", "compact");
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "max.request.size", "10000000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        watch(written);
    }

    private void watch(List<String> names) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (String name : names) {
            read.put(name, new ArrayList<>());
            for (int partition = 0; partition < PARTITIONS; partition++) {
                partitions.add(new TopicPartition(name, partition));
            }
        }
        Set<TopicPartition> all = new HashSet<>(consumer.assignment());
        all.addAll(partitions);
        consumer.assign(all);
        consumer.seekToBeginning(partitions);
    }

    /** Creates an additional topic and reads it. The contract does not describe it. */
    public void add(String name) throws InterruptedException, ExecutionException {
        create(name);
        added.add(name);
        watch(List.of(name));
    }

    private void create(String... names) throws InterruptedException, ExecutionException {
        admin.createTopics(Stream.of(names)
                        .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                        .toList())
                .all()
                .get();
    }

    /** Deletes the command topic with its records. */
    public void deleteCommands() throws InterruptedException, ExecutionException {
        admin.deleteTopics(List.of(commands())).all().get();
    }

    /** Creates the command topic under its former name. */
    public void createCommands() throws InterruptedException, ExecutionException {
        create(commands());
    }

    /** Limits the size of the topic's records. */
    public void setLargestRecord(String topic, int bytes) throws InterruptedException, ExecutionException {
        setConfig(topic, "max.message.bytes", Integer.toString(bytes));
    }

    private void setConfig(String topic, String name, String value) throws InterruptedException, ExecutionException {
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(set)))
                .all()
                .get();
    }

    public String commands() {
        return prefix + "commands";
    }

    public String dead() {
        return commands() + ".dead";
    }

    public String outcomes() {
        return prefix + "outcomes";
    }

    public String events() {
        return prefix + "events";
    }

    /** The event topic of a family, such as {@code messages}. */
    public String events(String family) {
        return events() + "." + family;
    }

    public String groups() {
        return prefix + "groups";
    }

    public String polls() {
        return prefix + "polls";
    }

    public String audit() {
        return prefix + "audit";
    }

    private String group() {
        return prefix + "group";
    }

    /** Settings of a program that uses these topics. */
    public Map<String, String> settings() {
        return Map.of(
                "kafka.brokers", brokers,
                "kafka.group", group(),
                "topics.commands", commands(),
                "topics.dead", dead(),
                "topics.outcomes", outcomes(),
                "topics.events", events(),
                "topics.events.by-type", byType(),
                "topics.groups", groups(),
                "topics.polls", polls(),
                "topics.audit", audit());
    }

    private String byType() {
        return FAMILIES.entrySet().stream()
                .map(family -> family.getKey() + "=" + events(family.getValue()))
                .collect(Collectors.joining(","));
    }

    /** Returns when the broker has acknowledged the record. */
    public void produce(byte[] key, byte[] command) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(commands(), key, command)).get();
    }

    /** Returns when the broker has acknowledged the record. */
    public void produce(String key, String command) throws ExecutionException, InterruptedException {
        produce(key.getBytes(StandardCharsets.UTF_8), command.getBytes(StandardCharsets.UTF_8));
    }

    /** The program's committed offsets, by partition of the command topic. */
    public Map<Integer, Long> committed() throws ExecutionException, InterruptedException {
        Map<Integer, Long> committed = new HashMap<>();
        admin.listConsumerGroupOffsets(group())
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> committed.put(partition.partition(), offset.offset()));
        return committed;
    }

    /** Whether the broker lists the program in its consumer group. */
    public boolean isConsumed() throws ExecutionException, InterruptedException {
        return !admin.describeConsumerGroups(List.of(group()))
                .describedGroups()
                .get(group())
                .get()
                .members()
                .isEmpty();
    }

    /** Ends the sessions of killed programs: Kafka would reassign their partitions only after the session timeout (10 s). */
    public void endSessions() throws ExecutionException, InterruptedException {
        // Kafka's client rejects a group without members.
        if (isConsumed()) {
            admin.removeMembersFromConsumerGroup(group(), new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        }
    }

    /** Sets the committed offsets of the program's group; no instance may be running. */
    public void setCommitted(Map<Integer, Long> offsets) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> wanted = new HashMap<>();
        offsets.forEach((partition, offset) ->
                wanted.put(new TopicPartition(commands(), partition), new OffsetAndMetadata(offset)));
        admin.alterConsumerGroupOffsets(group(), wanted).all().get();
    }

    /** Does what {@code kafka-consumer-groups.sh --reset-offsets --to-datetime} does; no instance may be running. */
    public void setCommitted(Instant time) throws ExecutionException, InterruptedException {
        Map<Integer, Long> offsets = ends();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            TopicPartition key = new TopicPartition(commands(), partition);
            long first = admin.listOffsets(Map.of(key, OffsetSpec.forTimestamp(time.toEpochMilli())))
                    .partitionResult(key)
                    .get()
                    .offset();
            // None is that late: it goes to the end.
            if (first >= 0) {
                offsets.put(partition, first);
            }
        }
        setCommitted(offsets);
    }

    /** End offsets of the command topic, by partition. */
    public Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new HashMap<>();
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(commands(), partition))
                .toList();
        consumer.endOffsets(partitions).forEach((partition, offset) -> ends.put(partition.partition(), offset));
        return ends;
    }

    /** All records that are on the topic now; those of all topics are validated against the published contract. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        readToTheEnd();
        return List.copyOf(read.get(topic));
    }

    /** The last header of this name, as text. */
    public static String header(ConsumerRecord<byte[], byte[]> each, String name) {
        return new String(each.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private void readToTheEnd() {
        Instant end = Instant.now().plusSeconds(60);
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("cannot read the topics to their ends " + ends);
            }
            consumer.poll(Duration.ofMillis(100)).forEach(this::record);
        }
        requireKept();
    }

    private void record(ConsumerRecord<byte[], byte[]> each) {
        read.get(each.topic()).add(each);
        if (each.topic().equals(outcomes())) {
            outcomes.add(json(each.value()));
        }
        if (!added.contains(each.topic())) {
            try {
                CONTRACT.assertConforms("linq." + each.topic().substring(prefix.length()), each);
            } catch (AssertionError e) {
                broken.add(e);
            }
        }
    }

    /** Fails on every call: a test that polls for something else must not ignore the violation. */
    private void requireKept() {
        if (!broken.isEmpty()) {
            throw broken.get(0);
        }
    }

    /** Outcomes of commands. */
    public List<JsonNode> outcomesSoFar() {
        return outcomes(outcome -> !outcome.path("type").asText().equals(BATCH));
    }

    /** What people have done, in no order. */
    public List<JsonNode> actions() {
        return records(audit()).stream().map(each -> json(each.value())).toList();
    }

    /** Outcomes of whole files. */
    public List<JsonNode> batchOutcomes() {
        return outcomes(outcome -> outcome.path("type").asText().equals(BATCH));
    }

    private List<JsonNode> outcomes(Predicate<JsonNode> wanted) {
        readToTheEnd();
        return outcomes.stream().filter(wanted).toList();
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
        admin.close();
        requireKept();
    }
}
