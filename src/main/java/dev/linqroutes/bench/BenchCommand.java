package dev.linqroutes.bench;

import dev.linqroutes.ledger.Backlog;
import dev.linqroutes.ledger.Database;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the program on this machine, everything in one process but for the database. */
@Command(
        name = "bench",
        description = "Measure the program on this machine, between an embedded broker and a stand-in for Linq.",
        mixinStandardHelpOptions = true)
public final class BenchCommand {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int CHATS_TOLD_TO_WAIT = 20;

    @Spec
    private CommandSpec spec;

    /** What all measurements have in common. */
    static final class Options {
        @Option(names = "--ledger-url", description = "JDBC URL of an empty PostgreSQL (default: an H2 file)")
        private Optional<String> ledgerUrl = Optional.empty();

        @Option(names = "--ledger-user", defaultValue = "")
        private String user;

        @Option(names = "--ledger-password", defaultValue = "")
        private String password;

        @Option(names = "--workers", defaultValue = "256", description = "linq.workers (default: ${DEFAULT-VALUE})")
        private int workers;

        @Option(
                names = "--api-latency",
                defaultValue = "100",
                paramLabel = "MS",
                description = "Milliseconds until a call is answered (default: ${DEFAULT-VALUE})")
        private int latency;

        Rig.Ledger ledger() {
            return new Rig.Ledger(ledgerUrl, user, password);
        }
    }

    @Command(
            name = "calls",
            description = "How many calls a second: a backlog is worked as fast as it goes.",
            mixinStandardHelpOptions = true)
    int calls(
            @Mixin Options options,
            @Option(names = "--commands", defaultValue = "40000") int commands,
            @Option(names = "--chats", defaultValue = "20000") int chats)
            throws Exception {
        machine();
        try (FakeLinq linq = new FakeLinq(Duration.ofMillis(options.latency), path -> false);
                Folder folder = new Folder();
                Rig rig = new Rig(folder.path(), linq, options.ledger(), options.workers)) {
            for (int i = 0; i < commands; i++) {
                rig.produce(chat(i % chats), send(chat(i % chats), Integer.toString(i), Optional.empty()));
            }
            rig.flush();
            rig.start();
            await(linq, commands);
            long[] answered = linq.answered();
            double seconds = (answered[answered.length - 1] - answered[0]) / 1e9;
            say(
                    "calls/s: %,.0f over all; each second %s",
                    commands / seconds, Figures.perSecond(answered).spread());
            say("heap after it: %d MB", heap());
        }
        return 0;
    }

    @Command(
            name = "latency",
            description = "How long from the record on the topic to the call, at a steady rate.",
            mixinStandardHelpOptions = true)
    int latency(
            @Mixin Options options,
            @Option(names = "--rate", defaultValue = "1000") int rate,
            @Option(names = "--seconds", defaultValue = "60") int seconds)
            throws Exception {
        machine();
        Result result = steady(options, rate, seconds, path -> false);
        say("%,d commands/s for %d s: %s", rate, seconds, result.latencies.latencies());
        return 0;
    }

    @Command(
            name = "isolation",
            description = "What it costs the others when one chat in twenty is told to wait a minute.",
            mixinStandardHelpOptions = true)
    int isolation(
            @Mixin Options options,
            @Option(names = "--rate", defaultValue = "1000") int rate,
            @Option(names = "--seconds", defaultValue = "30") int seconds)
            throws Exception {
        machine();
        Result plain = steady(options, rate, seconds, path -> false);
        say("nobody waits:   %,.0f calls/s, %s", plain.rate, plain.latencies.latencies());
        Result limited = steady(options, rate, seconds, path -> waits(path));
        say("5 %% wait:       %,.0f calls/s of the others, %s", limited.rate, limited.latencies.latencies());
        return 0;
    }

    @Command(
            name = "accept",
            description = "How fast commands are accepted, and whether memory stays flat.",
            mixinStandardHelpOptions = true)
    int accept(@Mixin Options options, @Option(names = "--commands", defaultValue = "1000000") int commands)
            throws Exception {
        machine();
        Optional<Instant> tomorrow = Optional.of(Instant.now().plus(Duration.ofDays(1)));
        try (FakeLinq linq = new FakeLinq(Duration.ZERO, path -> false);
                Folder folder = new Folder();
                Rig rig = new Rig(folder.path(), linq, options.ledger(), options.workers)) {
            rig.start();
            long begun = System.nanoTime();
            int step = Math.max(1, commands / 10);
            int produced = 0;
            for (int wanted = step; wanted <= commands; wanted += step) {
                while (produced < wanted) {
                    rig.produce(chat(produced), send(chat(produced), Integer.toString(produced), tomorrow));
                    produced++;
                }
                rig.flush();
                awaitDelayed(rig, produced);
                double seconds = (System.nanoTime() - begun) / 1e9;
                say("%,d accepted, %,.0f/s so far, heap %d MB", produced, produced / seconds, heap());
            }
        }
        return 0;
    }

    private record Result(double rate, Figures latencies) {}

    /** Those that are told to wait are left out of the result. */
    private Result steady(Options options, int rate, int seconds, Predicate<String> told) throws Exception {
        int chats = 20_000;
        int commands = rate * seconds;
        Map<String, Long> produced = new HashMap<>();
        try (FakeLinq linq = new FakeLinq(Duration.ofMillis(options.latency), told);
                Folder folder = new Folder();
                Rig rig = new Rig(folder.path(), linq, options.ledger(), options.workers)) {
            rig.start();
            String run = UUID.randomUUID().toString().substring(0, 8) + "-";
            for (int i = 0; i < rate; i++) {
                rig.produce(chat(i), send(chat(i), run + "warm" + i, Optional.empty()));
            }
            rig.flush();
            await(linq, rate - (int) linq.limited());
            long begun = System.nanoTime();
            int counted = 0;
            for (int i = 0; i < commands; i++) {
                long due = begun + i * 1_000_000_000L / rate;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                }
                String chat = chat(i % chats);
                if (!told.test("/v3/chats/" + chat + "/messages")) {
                    produced.put(run + i + "-1", System.nanoTime());
                    counted++;
                }
                rig.produce(chat, send(chat, run + i, Optional.empty()));
            }
            awaitAll(linq, produced);
            double[] latencies = produced.entrySet().stream()
                    .mapToDouble(each -> (linq.arrivals().get(each.getKey()) - each.getValue()) / 1e6)
                    .toArray();
            long last = produced.keySet().stream()
                    .mapToLong(linq.arrivals()::get)
                    .max()
                    .orElseThrow();
            return new Result(counted / ((last - begun) / 1e9), Figures.of(latencies));
        }
    }

    private static boolean waits(String path) {
        int from = path.indexOf("/chats/") + "/chats/".length() + 24;
        return Integer.parseInt(path.substring(from, from + 12)) % CHATS_TOLD_TO_WAIT == 0;
    }

    private static String chat(int number) {
        return String.format(Locale.ROOT, "c4a70000-2222-4b3c-9d4e-%012d", number);
    }

    private static String send(String chat, String id, Optional<Instant> notBefore) {
        return "{\"type\":\"send_message\",\"command_id\":\"" + id + "\",\"chat_id\":\"" + chat + "\","
                + notBefore.map(time -> "\"not_before\":\"" + time + "\",").orElse("")
                + "\"message\":{\"text\":\"Your parcel is on its way.\"}}";
    }

    private void await(FakeLinq linq, int calls) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        Instant told = Instant.now();
        while (linq.answeredSoFar() < calls) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException(linq.answeredSoFar() + " of " + calls + " calls after " + PATIENCE);
            }
            if (Duration.between(told, Instant.now()).toSeconds() >= 5) {
                say("  %,d of %,d calls", linq.answeredSoFar(), calls);
                told = Instant.now();
            }
            Thread.sleep(10);
        }
    }

    private static void awaitAll(FakeLinq linq, Map<String, Long> produced) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!linq.arrivals().keySet().containsAll(produced.keySet())) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("calls are missing after " + PATIENCE);
            }
            Thread.sleep(50);
        }
    }

    private static void awaitDelayed(Rig rig, long commands) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (rig.backlog().map(Backlog.State::delayed).orElse(0L) < commands) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("not all are accepted after " + PATIENCE);
            }
            Thread.sleep(50);
        }
    }

    private void machine() {
        Runtime runtime = Runtime.getRuntime();
        say(
                "machine: %d cores, Java %s, %s %s, heap at most %d MB",
                runtime.availableProcessors(),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                runtime.maxMemory() >> 20);
        say(
                "command: %s",
                String.join(
                                " ",
                                spec.commandLine().getParseResult().originalArgs().stream()
                                        .map(Database::shown)
                                        .toList())
                        .replaceAll("(--ledger-password[ =])\\S+", "$1…"));
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    private void say(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }

    /** A folder that goes when the measurement ends. */
    private record Folder(Path path) implements AutoCloseable {
        Folder() throws IOException {
            this(Files.createTempDirectory("linq-routes-bench"));
        }

        @Override
        public void close() throws IOException {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }
}
