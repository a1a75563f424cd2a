package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.process.BrokerProcess;
import dev.linqroutes.bench.process.ChildProcess;
import dev.linqroutes.bench.process.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What all runs share: a broker and a PostgreSQL in processes of their own, and a folder that goes in the end. */
public final class Lab implements AutoCloseable {
    private static final int BROKER_MEGABYTES = 1_000;
    private static final Duration START = Duration.ofSeconds(60);

    private final Path folder;
    private final ChildProcess broker;
    private final String brokers;
    private final Databases databases;
    private final Load load;
    private int runs;

    /** @param database JDBC URL of a PostgreSQL to be used instead of one of the lab's own */
    public Lab(Load load, Optional<String> database) throws IOException, InterruptedException {
        this.load = load;
        folder = Files.createTempDirectory("linq-routes-bench");
        broker = ChildProcess.ofClass(
                BrokerProcess.class,
                BROKER_MEGABYTES,
                folder,
                Map.of(),
                folder.resolve("kafka").toString());
        brokers = broker.awaitLine(BrokerProcess.READY, START);
        databases = new Databases(database);
    }

    Load load() {
        return load;
    }

    String brokers() {
        return brokers;
    }

    Databases databases() {
        return databases;
    }

    public String databaseVersion() {
        return databases.version();
    }

    /** A name for a run that no other has. */
    String nextRun() {
        return "run" + ++runs;
    }

    Path folderOf(String run) throws IOException {
        return Files.createDirectory(folder.resolve(run));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        broker.close();
        databases.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
