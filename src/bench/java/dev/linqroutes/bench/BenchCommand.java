package dev.linqroutes.bench;

import dev.linqroutes.ledger.Database;
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

        Rig.Ledger ledger() {
            return new Rig.Ledger(ledgerUrl, user, password);
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
        try (FakeLinq linq = new FakeLinq(Duration.ofMillis(options.latency), true);
                Folder folder = new Folder();
                Rig rig = new Rig(folder.path(), linq, options.ledger(), options.workers)) {
            for (int i = 0; i < commands; i++) {
                String chat = Commands.chat(i % chats);
                rig.produce(chat, Commands.send(chat, Integer.toString(i), Optional.empty()));
            }
            rig.flush();
            rig.start();
            await(linq, commands);
            long[] answered = linq.answered();
            say("with the warm-up: %,.0f calls/s", perSecond(answered));
            long[] counted = Arrays.copyOfRange(answered, warmUp, answered.length);
            say(
                    "after %,d calls:  %,.0f calls/s; each second %s",
                    warmUp, perSecond(counted), Figures.perSecond(counted).spread());
            say("heap after it: %d MB", heap());
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
        try (FakeLinq linq = new FakeLinq(Duration.ofMillis(options.latency), true);
                Folder folder = new Folder();
                Rig rig = new Rig(folder.path(), linq, options.ledger(), options.workers)) {
            rig.start();
            SteadyLoad load = new SteadyLoad(linq, rig, steady.rate);
            say(
                    "warm-up:  %s",
                    load.run(steady.warmUp, chat -> true).latencies().latencies());
            SteadyLoad.Result result = load.run(steady.seconds, chat -> true);
            say(
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
        try (FakeLinq linq = new FakeLinq(Duration.ofMillis(options.latency), true);
                Folder folder = new Folder();
                Rig rig = new Rig(folder.path(), linq, options.ledger(), options.workers)) {
            rig.start();
            SteadyLoad load = new SteadyLoad(linq, rig, steady.rate);
            // Those that are told to wait, and wait still in the next round, count in none.
            IntPredicate others = chat -> chat % CHATS_TOLD_TO_WAIT >= ROUNDS;
            load.run(steady.warmUp, others);
            for (int i = 0; i < ROUNDS; i++) {
                int round = i;
                say("nobody waits:  %s", told(load.run(steady.seconds, others)));
                linq.tellToWait(path -> Commands.chatInPath(path) % CHATS_TOLD_TO_WAIT == round);
                say("5 %% wait:      %s of the others", told(load.run(steady.seconds, others)));
                linq.tellToWait(path -> false);
            }
            say("told to wait:  %,d calls", linq.limited());
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
        try (FakeLinq linq = new FakeLinq(Duration.ofMillis(options.latency), true);
                Folder folder = new Folder();
                Rig rig = new Rig(folder.path(), linq, options.ledger(), options.workers);
                ExpiredCommands old = new ExpiredCommands(options.ledger())) {
            rig.start();
            SteadyLoad load = new SteadyLoad(linq, rig, steady.rate);
            load.run(steady.warmUp, chat -> true);
            say("nothing to delete: %s", told(load.run(steady.seconds, chat -> true)));
            old.insert(expired);
            for (long left = expired; left > 0; ) {
                long before = left;
                long begun = System.nanoTime();
                SteadyLoad.Result result = load.run(steady.seconds, chat -> true);
                left = old.left();
                double deleted = (before - left) / ((System.nanoTime() - begun) / 1e9);
                say("%,.0f deleted/s:    %s", deleted, told(result));
            }
            say("nothing to delete: %s", told(load.run(steady.seconds, chat -> true)));
        }
        return 0;
    }

    private static String told(SteadyLoad.Result result) {
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
        try (FakeLinq linq = new FakeLinq(Duration.ZERO, true);
                Folder folder = new Folder();
                Rig rig = new Rig(folder.path(), linq, options.ledger(), options.workers)) {
            rig.start();
            long begun = System.nanoTime();
            int step = Math.max(1, commands / 10);
            int produced = 0;
            for (int wanted = step; wanted <= commands; wanted += step) {
                while (produced < wanted) {
                    String chat = Commands.chat(produced);
                    rig.produce(chat, Commands.send(chat, Integer.toString(produced), tomorrow));
                    produced++;
                }
                rig.flush();
                awaitAccepted(rig, produced);
                double seconds = (System.nanoTime() - begun) / 1e9;
                say("%,d accepted, %,.0f/s so far, heap %d MB", produced, produced / seconds, heap());
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
        try (FakeLinq linq = new FakeLinq(Duration.ZERO, true);
                Folder folder = new Folder();
                Rig rig = new Rig(folder.path(), linq, options.ledger(), options.workers)) {
            rig.start();
            try (WebhookLoad load = new WebhookLoad(new Deliveries(chats), rig.webhookPort(), rate)) {
                say("warm-up:  %s", told(load.run(warmUp)));
                say("%,d webhooks/s for %d s: %s", rate, seconds, told(load.run(seconds)));
                BitSet accepted = load.accepted();
                Map<String, Integer> events = rig.events(accepted.cardinality());
                long twice = events.values().stream().filter(times -> times > 1).count();
                events.keySet().forEach(id -> accepted.clear(Deliveries.number(id)));
                say(
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
        try (FakeLinq linq = new FakeLinq(Duration.ofMillis(options.latency), false);
                Folder folder = new Folder();
                Rig rig = new Rig(folder.path(), linq, options.ledger(), options.workers)) {
            rig.start();
            Path sheet = SheetLoad.write(folder.path().resolve("groups.csv"), rows);
            say("%,d rows, %d MB; each is three calls: a group, a link preview, a name", rows, Files.size(sheet) >> 20);
            SheetLoad load = new SheetLoad(rig, sheet);
            say("read into the ledger:  %s", told(rows, load.read()));
            say("heap after it: %d MB", heap());
            say("worked:                %s", told(rows, load.worked()));
            say("results written:       %s", told(rows, load.written()));
            say("heap after it: %d MB", heap());
            say("%,d rows are accepted", load.accepted());
            return load.accepted() == rows ? 0 : 1;
        }
    }

    private static String told(int rows, Duration time) {
        double seconds = time.toNanos() / 1e9;
        return String.format(Locale.ROOT, "%,.1f s, %,.0f rows/s", seconds, rows / seconds);
    }

    private static String told(WebhookLoad.Result result) {
        return String.format(
                Locale.ROOT,
                "answers %s; each second %s; %s",
                result.statuses(),
                Figures.perSecond(result.answeredNanos()).spread(),
                result.latencies().latencies());
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

    private static void awaitAccepted(Rig rig, long commands) throws ExecutionException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (rig.accepted() < commands) {
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
