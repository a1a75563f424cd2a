package dev.linqroutes.bench;

import dev.linqroutes.ledger.db.Database;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import picocli.CommandLine;
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
    private static final int ROUNDS = 3;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchCommand()).execute(args));
    }

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

        ProgramUnderTest.Ledger ledger() {
            return new ProgramUnderTest.Ledger(ledgerUrl, user, password);
        }
    }

    @Command(
            name = "calls",
            description =
                    "How many calls a second: a backlog is worked as fast as it goes, while it is still coming in.",
            mixinStandardHelpOptions = true)
    int calls(
            @Mixin Options options,
            @Option(names = "--commands", defaultValue = "200000") int commands,
            @Option(
                            names = "--warm-up",
                            defaultValue = "100000",
                            description = "So many of them are not counted (default: ${DEFAULT-VALUE})")
                    int warmUp,
            @Option(names = "--chats", defaultValue = "20000") int chats)
            throws Exception {
        machine();
        try (StubLinq linq = new StubLinq(Duration.ofMillis(options.latency), true);
                Folder folder = new Folder();
                ProgramUnderTest rig = new ProgramUnderTest(folder.path(), linq, options.ledger(), options.workers)) {
            for (int i = 0; i < commands; i++) {
                String chat = SampleCommands.chat(i % chats);
                rig.produce(chat, SampleCommands.sendMessage(chat, Integer.toString(i), Optional.empty()));
            }
            rig.flush();
            rig.start();
            await(linq, commands);
            long[] answered = linq.answered();
            print("with the warm-up: %,.0f calls/s", perSecond(answered));
            long[] counted = Arrays.copyOfRange(answered, warmUp, answered.length);
            print(
                    "after %,d calls:  %,.0f calls/s; each second %s",
                    warmUp, perSecond(counted), Measurements.perSecond(counted).spread());
            print("heap after it: %d MB", heap());
        }
        return 0;
    }

    private static double perSecond(long[] nanos) {
        return nanos.length / ((nanos[nanos.length - 1] - nanos[0]) / 1e9);
    }

    /** A steady load that has warmed up. */
    static final class Steady {
        @Option(names = "--rate", defaultValue = "1000", description = "Commands a second (default: ${DEFAULT-VALUE})")
        private int rate;

        @Option(names = "--seconds", defaultValue = "60", description = "For so long (default: ${DEFAULT-VALUE})")
        private int seconds;

        @Option(
                names = "--warm-up",
                defaultValue = "60",
                description = "Seconds before it that are not counted (default: ${DEFAULT-VALUE})")
        private int warmUp;
    }

    @Command(
            name = "latency",
            description = "How long from the record on the topic to the call, at a steady rate.",
            mixinStandardHelpOptions = true)
    int latency(@Mixin Options options, @Mixin Steady steady) throws Exception {
        machine();
        try (StubLinq linq = new StubLinq(Duration.ofMillis(options.latency), true);
                Folder folder = new Folder();
                ProgramUnderTest rig = new ProgramUnderTest(folder.path(), linq, options.ledger(), options.workers)) {
            rig.start();
            ConstantRateLoad load = new ConstantRateLoad(linq, rig, steady.rate);
            print(
                    "warm-up:  %s",
                    load.run(steady.warmUp, chat -> true).latencies().latencies());
            ConstantRateLoad.Result result = load.run(steady.seconds, chat -> true);
            print(
                    "%,d commands/s for %d s: %s",
                    steady.rate, steady.seconds, result.latencies().latencies());
        }
        return 0;
    }

    @Command(
            name = "isolation",
            description = "What it costs the others when one chat in twenty is told to wait a minute; three times.",
            mixinStandardHelpOptions = true)
    int isolation(@Mixin Options options, @Mixin Steady steady) throws Exception {
        machine();
        try (StubLinq linq = new StubLinq(Duration.ofMillis(options.latency), true);
                Folder folder = new Folder();
                ProgramUnderTest rig = new ProgramUnderTest(folder.path(), linq, options.ledger(), options.workers)) {
            rig.start();
            ConstantRateLoad load = new ConstantRateLoad(linq, rig, steady.rate);
            // Those that are told to wait, and wait still in the next round, count in none.
            IntPredicate others = chat -> chat % CHATS_TOLD_TO_WAIT >= ROUNDS;
            load.run(steady.warmUp, others);
            for (int i = 0; i < ROUNDS; i++) {
                int round = i;
                print("nobody waits:  %s", describe(load.run(steady.seconds, others)));
                linq.throttleOnce(path -> SampleCommands.chatInPath(path) % CHATS_TOLD_TO_WAIT == round);
                print("5 %% wait:      %s of the others", describe(load.run(steady.seconds, others)));
                linq.throttleOnce(path -> false);
            }
            print("told to wait:  %,d calls", linq.countThrottled());
        }
        return 0;
    }

    @Command(
            name = "retention",
            description = "What it costs the calls when finished commands are deleted meanwhile. On PostgreSQL.",
            mixinStandardHelpOptions = true)
    int retention(
            @Mixin Options options,
            @Mixin Steady steady,
            @Option(
                            names = "--expired",
                            defaultValue = "1000000",
                            description = "Commands of three calls to be deleted (default: ${DEFAULT-VALUE})")
                    int expired)
            throws Exception {
        machine();
        try (StubLinq linq = new StubLinq(Duration.ofMillis(options.latency), true);
                Folder folder = new Folder();
                ProgramUnderTest rig = new ProgramUnderTest(folder.path(), linq, options.ledger(), options.workers);
                ExpiredCommandRows old = new ExpiredCommandRows(options.ledger())) {
            rig.start();
            ConstantRateLoad load = new ConstantRateLoad(linq, rig, steady.rate);
            load.run(steady.warmUp, chat -> true);
            print("nothing to delete: %s", describe(load.run(steady.seconds, chat -> true)));
            old.insert(expired);
            for (long left = expired; left > 0; ) {
                long before = left;
                long begun = System.nanoTime();
                ConstantRateLoad.Result result = load.run(steady.seconds, chat -> true);
                left = old.countRemaining();
                double deleted = (before - left) / ((System.nanoTime() - begun) / 1e9);
                print("%,.0f deleted/s:    %s", deleted, describe(result));
            }
            print("nothing to delete: %s", describe(load.run(steady.seconds, chat -> true)));
        }
        return 0;
    }

    private static String describe(ConstantRateLoad.Result result) {
        return String.format(
                Locale.ROOT,
                "%,.1f calls/s, %s",
                result.rate(),
                result.latencies().latencies());
    }

    @Command(
            name = "accept",
            description = "How fast commands are accepted, and whether memory stays flat.",
            mixinStandardHelpOptions = true)
    int accept(@Mixin Options options, @Option(names = "--commands", defaultValue = "1000000") int commands)
            throws Exception {
        machine();
        Optional<Instant> tomorrow = Optional.of(Instant.now().plus(Duration.ofDays(1)));
        try (StubLinq linq = new StubLinq(Duration.ZERO, true);
                Folder folder = new Folder();
                ProgramUnderTest rig = new ProgramUnderTest(folder.path(), linq, options.ledger(), options.workers)) {
            rig.start();
            long begun = System.nanoTime();
            int step = Math.max(1, commands / 10);
            int produced = 0;
            for (int wanted = step; wanted <= commands; wanted += step) {
                while (produced < wanted) {
                    String chat = SampleCommands.chat(produced);
                    rig.produce(chat, SampleCommands.sendMessage(chat, Integer.toString(produced), tomorrow));
                    produced++;
                }
                rig.flush();
                awaitAccepted(rig, produced);
                double seconds = (System.nanoTime() - begun) / 1e9;
                print("%,d accepted, %,.0f/s so far, heap %d MB", produced, produced / seconds, heap());
            }
        }
        return 0;
    }

    @Command(
            name = "webhooks",
            description = "How long until signed webhooks are answered at a steady rate, and whether one is lost.",
            mixinStandardHelpOptions = true)
    int webhooks(
            @Mixin Options options,
            @Option(
                            names = "--rate",
                            defaultValue = "3000",
                            description = "Webhooks a second (default: ${DEFAULT-VALUE})")
                    int rate,
            @Option(names = "--seconds", defaultValue = "60", description = "For so long (default: ${DEFAULT-VALUE})")
                    int seconds,
            @Option(
                            names = "--warm-up",
                            defaultValue = "60",
                            description = "Seconds before it that are not counted (default: ${DEFAULT-VALUE})")
                    int warmUp,
            @Option(names = "--chats", defaultValue = "20000") int chats)
            throws Exception {
        machine();
        try (StubLinq linq = new StubLinq(Duration.ZERO, true);
                Folder folder = new Folder();
                ProgramUnderTest rig = new ProgramUnderTest(folder.path(), linq, options.ledger(), options.workers)) {
            rig.start();
            try (WebhookLoad load = new WebhookLoad(new SampleWebhooks(chats), rig.webhookPort(), rate)) {
                print("warm-up:  %s", describe(load.run(warmUp)));
                print("%,d webhooks/s for %d s: %s", rate, seconds, describe(load.run(seconds)));
                BitSet accepted = load.accepted();
                Map<String, Integer> events = rig.events(accepted.cardinality());
                long twice = events.values().stream().filter(times -> times > 1).count();
                events.keySet().forEach(id -> accepted.clear(SampleWebhooks.number(id)));
                print(
                        "on the topic: %,d events, %,d of them more than once; %,d were accepted and are missing",
                        events.size(), twice, accepted.cardinality());
                return accepted.isEmpty() ? 0 : 1;
            }
        }
    }

    @Command(
            name = "batch",
            description = "How fast a spreadsheet is read into the ledger, worked, and comes back with its results.",
            mixinStandardHelpOptions = true)
    int batch(@Mixin Options options, @Option(names = "--rows", defaultValue = "100000") int rows) throws Exception {
        machine();
        try (StubLinq linq = new StubLinq(Duration.ofMillis(options.latency), false);
                Folder folder = new Folder();
                ProgramUnderTest rig = new ProgramUnderTest(folder.path(), linq, options.ledger(), options.workers)) {
            rig.start();
            Path sheet = SpreadsheetLoad.write(folder.path().resolve("groups.csv"), rows);
            print(
                    "%,d rows, %d MB; each is three calls: a group, a link preview, a name",
                    rows, Files.size(sheet) >> 20);
            SpreadsheetLoad load = new SpreadsheetLoad(rig, sheet);
            print("read into the ledger:  %s", describe(rows, load.awaitRead()));
            print("heap after it: %d MB", heap());
            print("worked:                %s", describe(rows, load.awaitWorked()));
            print("results written:       %s", describe(rows, load.awaitWritten()));
            print("heap after it: %d MB", heap());
            print("%,d rows are accepted", load.accepted());
            return load.accepted() == rows ? 0 : 1;
        }
    }

    private static String describe(int rows, Duration time) {
        double seconds = time.toNanos() / 1e9;
        return String.format(Locale.ROOT, "%,.1f s, %,.0f rows/s", seconds, rows / seconds);
    }

    private static String describe(WebhookLoad.Result result) {
        return String.format(
                Locale.ROOT,
                "answers %s; each second %s; %s",
                result.statuses(),
                Measurements.perSecond(result.answeredNanos()).spread(),
                result.latencies().latencies());
    }

    private void await(StubLinq linq, int calls) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        Instant told = Instant.now();
        while (linq.countAnswered() < calls) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException(linq.countAnswered() + " of " + calls + " calls after " + PATIENCE);
            }
            if (Duration.between(told, Instant.now()).toSeconds() >= 5) {
                print("  %,d of %,d calls", linq.countAnswered(), calls);
                told = Instant.now();
            }
            Thread.sleep(10);
        }
    }

    private static void awaitAccepted(ProgramUnderTest rig, long commands)
            throws ExecutionException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (rig.countAccepted() < commands) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("not all are accepted after " + PATIENCE);
            }
            Thread.sleep(50);
        }
    }

    private void machine() {
        Runtime runtime = Runtime.getRuntime();
        print(
                "machine: %d cores, Java %s, %s %s, heap at most %d MB",
                runtime.availableProcessors(),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                runtime.maxMemory() >> 20);
        print(
                "command: %s",
                String.join(
                                " ",
                                spec.commandLine().getParseResult().originalArgs().stream()
                                        .map(Database::redactedUrl)
                                        .toList())
                        .replaceAll("(--ledger-password[ =])\\S+", "$1…"));
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    private void print(String format, Object... values) {
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
