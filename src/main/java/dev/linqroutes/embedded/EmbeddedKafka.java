package dev.linqroutes.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker in this process, for the demo and for tests: one node in KRaft mode, on the loopback address only. Topics and
 * offsets persist in its folder, even after a kill.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int NODE = 1;

    /** A busy machine needed up to 0.4 s. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it accepts records.
     *
     * @param folder data folder; existing data is reused
     * @param port 0 for any free port
     * @throws IllegalStateException when the port is in use
     */
    public static EmbeddedKafka start(Path folder, int port) throws IOException {
        return start(folder, port, Map.of());
    }

    /**
     * The same with other settings, such as a further listener with TLS and passwords.
     *
     * @param overrides settings of the broker by their names in {@code server.properties}; they win
     */
    public static EmbeddedKafka start(Path folder, int port, Map<String, String> overrides) throws IOException {
        if (port != 0 && !isFree(port)) {
            throw new IllegalStateException("port " + port + " for Kafka is in use");
        }
        int listen = port == 0 ? freePort() : port;
        Files.createDirectories(folder);
        Properties settings = settings(folder, listen, freePort());
        settings.putAll(overrides);
        if (!Files.exists(folder.resolve("meta.properties"))) {
            format(folder, settings);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, listen);
    }

    private static Properties settings(Path folder, int port, int controllerPort) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE),
                "controller.quorum.voters",
                NODE + "@" + HOST + ":" + controllerPort,
                "listeners",
                "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort,
                "advertised.listeners",
                "PLAINTEXT://" + HOST + ":" + port,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "controller.listener.names",
                "CONTROLLER",
                "log.dirs",
                folder.toAbsolutePath().toString(),
                "auto.create.topics.enable",
                "false",
                "group.initial.rebalance.delay.ms",
                "0"));
        // Smaller than the defaults, which are meant for a server.
        settings.putAll(Map.of(
                "offsets.topic.num.partitions", "1",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "log.cleaner.dedupe.buffer.size", "2097152",
                "num.network.threads", "1",
                "num.io.threads", "2",
                "background.threads", "2"));
        // After a kill the broker can register only when its previous session has expired.
        settings.putAll(Map.of("broker.session.timeout.ms", "4000", "broker.heartbeat.interval.ms", "1000"));
        return settings;
    }

    private static void format(Path folder, Properties settings) throws IOException {
        Path file = Files.createTempFile(folder, "server", ".properties");
        try (var writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int exitCode = StorageTool.execute(
                new String[] {
                    "format",
                    "--config",
                    file.toString(),
                    "--cluster-id",
                    Uuid.randomUuid().toString()
                },
                new PrintStream(output, true, StandardCharsets.UTF_8));
        Files.delete(file);
        if (exitCode != 0) {
            throw new IOException("cannot format " + folder + " for Kafka: " + output.toString(StandardCharsets.UTF_8));
        }
    }

    /** The bootstrap servers. */
    public String brokers() {
        return HOST + ":" + port;
    }

    /** Creates the missing topics. */
    public void createTopics(int partitions, String... names) throws InterruptedException {
        createTopics(Map.of(), partitions, names);
    }

    /** Creates the missing topics with log compaction. */
    public void createCompactedTopics(int partitions, String... names) throws InterruptedException {
        createTopics(Map.of("cleanup.policy", "compact"), partitions, names);
    }

    private void createTopics(Map<String, String> configs, int partitions, String... names)
            throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers()))) {
            var results = admin.createTopics(Stream.of(names)
                            .map(name -> new NewTopic(name, partitions, (short) 1).configs(configs))
                            .toList())
                    .values();
            Map<TopicPartition, OffsetSpec> newPartitions = new HashMap<>();
            for (var result : results.entrySet()) {
                try {
                    result.getValue().get();
                    IntStream.range(0, partitions)
                            .mapToObj(partition -> new TopicPartition(result.getKey(), partition))
                            .forEach(partition -> newPartitions.put(partition, OffsetSpec.latest()));
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IllegalStateException("cannot create topic " + result.getKey(), e.getCause());
                    }
                }
            }
            awaitLeaders(admin, newPartitions);
        }
    }

    /** A broker leads a new partition only after a moment. Until then it may accept a producer's second batch before the first, which is lost. */
    private static void awaitLeaders(Admin admin, Map<TopicPartition, OffsetSpec> partitions)
            throws InterruptedException {
        Set<String> topics =
                partitions.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
        try {
            awaitMetadata(admin, topics);
            admin.listOffsets(partitions).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka created the topics " + topics + " but elected no leaders", e.getCause());
        }
    }

    /** The controller creates topics; the broker learns of them a moment later, or seconds later on a busy machine. */
    private static void awaitMetadata(Admin admin, Set<String> topics) throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                admin.describeTopics(topics).allTopicNames().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }
}
