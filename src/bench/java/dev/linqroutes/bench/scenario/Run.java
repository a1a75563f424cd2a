package dev.linqroutes.bench.scenario;

import dev.linqroutes.bench.contender.Contender;
import dev.linqroutes.bench.contender.RunEnvironment;
import dev.linqroutes.bench.contender.RunningContender;
import dev.linqroutes.bench.process.Topics;
import dev.linqroutes.bench.sample.SampleCommands;
import dev.linqroutes.bench.stub.StubProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.function.IntUnaryOperator;

/** One contender with topics, a database and a stand-in for Linq of its own. */
final class Run implements AutoCloseable {
    private static final int PARTITIONS = 12;
    private static final Duration POLL = Duration.ofMillis(50);

    /** Longer than anything a contender waits for by itself. */
    private static final Duration STALLED = Duration.ofSeconds(150);

    private final Lab lab;
    private final Contender contender;
    private final String name;
    private final StubProcess stub;
    private final Topics topics;
    private final String database;
    private final RunEnvironment environment;
    private final List<RunningContender> instances = new ArrayList<>();
    private IntUnaryOperator chats;
    private int produced;

    Run(Lab lab, Contender contender, int latencyMillis, Map<String, String> settings)
            throws IOException, InterruptedException, ExecutionException {
        this(lab, contender, latencyMillis, lab.load().heapMegabytes(), settings);
    }

    Run(Lab lab, Contender contender, int latencyMillis, int heapMegabytes, Map<String, String> settings)
            throws IOException, InterruptedException, ExecutionException {
        this.lab = lab;
        this.contender = contender;
        chats = number -> number % lab.load().chats();
        name = lab.nextRun();
        Path folder = lab.folderOf(name);
        stub = new StubProcess(folder, latencyMillis);
        topics = new Topics(lab.brokers(), name, PARTITIONS);
        database = lab.databases().create();
        environment = new RunEnvironment(
                folder, topics, stub.apiUrl(), database, lab.load().workers(), heapMegabytes, settings);
    }

    Contender contender() {
        return contender;
    }

    StubProcess stub() {
        return stub;
    }

    Topics topics() {
        return topics;
    }

    /** The contender's process, or the first of them. */
    RunningContender running() {
        return instances.get(0);
    }

    List<RunningContender> instances() {
        return instances;
    }

    String database() {
        return database;
    }

    OptionalDouble databaseCpuSeconds() {
        return lab.databases().cpuSeconds();
    }

    Path folder() {
        return environment.folder();
    }

    int produced() {
        return produced;
    }

    /** From now on messages go to these chats, by the message's number. */
    void sendTo(IntUnaryOperator chosen) {
        chats = chosen;
    }

    /** One more message, to one chat after another. Returns at once. */
    void produceMessage() {
        int number = produced++;
        int chat = chats.applyAsInt(number);
        topics.produce(SampleCommands.chat(chat), SampleCommands.sendMessage(number, chat));
    }

    /** One more group of its own. Returns at once. */
    void produceGroup() {
        int number = produced++;
        topics.produce(SampleCommands.id(number), SampleCommands.createGroup(number));
    }

    /** Returns when the broker has so many more. */
    void produceMessages(int count) {
        for (int i = 0; i < count; i++) {
            produceMessage();
        }
        topics.flush();
    }

    /** Starts the contender, or another instance of it, without waiting for it. */
    void start() throws IOException {
        instances.add(contender.start(environment));
    }

    /** SIGKILL for the first instance, which is none of them any more. */
    void kill() throws InterruptedException {
        instances.remove(0).close();
    }

    void awaitReady() throws Exception {
        for (RunningContender each : instances) {
            each.awaitReady();
        }
    }

    /** Waits until so many calls have been executed. Goes on when nothing moves any more: then the audit tells what is lost. */
    void awaitExecuted(long calls) throws IOException, InterruptedException {
        long count = 0;
        long moved = System.nanoTime();
        while (count < calls && System.nanoTime() - moved < STALLED.toNanos()) {
            long before = count;
            count = stub.countExecuted();
            if (count > before) {
                moved = System.nanoTime();
            }
            for (RunningContender each : instances) {
                each.process().requireAlive();
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    @Override
    public void close() throws InterruptedException, ExecutionException {
        for (RunningContender each : instances) {
            each.close();
        }
        stub.close();
        topics.close();
        lab.databases().drop(database);
    }
}
