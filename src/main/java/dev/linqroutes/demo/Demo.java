package dev.linqroutes.demo;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.Shutdown;
import dev.linqroutes.embedded.EmbeddedKafka;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.subscribe.CallbackUrl;
import dev.linqroutes.subscribe.DesiredSubscription;
import dev.linqroutes.subscribe.LinqApiClient;
import dev.linqroutes.subscribe.SubscriptionClient;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Starts everything in this process, sends the sample data and reports the results. */
public final class Demo {
    private static final String KEY = "sandbox-key";
    private static final String LINE = "+12223334444";
    private static final String COMMANDS = "linq.commands";
    private static final String DEAD = "linq.commands.dead";
    private static final String OUTCOMES = "linq.outcomes";
    private static final String EVENTS = "linq.events";
    private static final String GROUPS = "linq.groups";
    private static final String POLLS = "linq.polls";
    private static final String AUDIT = "linq.audit";
    private static final List<String> FAMILIES =
            List.of("messages", "reactions", "participants", "chats", "polls", "calls", "lines", "payments", "other");
    private static final int PARTITIONS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final DemoFolder folder;
    private final Settings settings;
    private final PrintWriter out;

    public record Settings(
            Path dataFolder, Optional<Path> routes, int kafkaPort, int httpPort, int observePort, int sandboxPort) {}

    public Demo(DemoFolder folder, Settings settings, PrintWriter out) {
        this.folder = folder;
        this.settings = settings;
        this.out = out;
    }

    /** @return the exit code */
    public int run(boolean once) throws Exception {
        Instant startedAt = Instant.now();
        Path inbox = Files.createDirectories(folder.file("inbox")).toAbsolutePath();
        SandboxOptions sandboxOptions = SandboxOptions.defaults()
                .withPort(settings.sandboxPort())
                .withApiKey(KEY)
                .withLines(List.of(LINE))
                .withJournal(folder.file("sandbox.jsonl"));
        print("starting Kafka, the local Linq and the routes …");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.file("kafka"), settings.kafkaPort());
                Sandbox sandbox = Sandbox.start(sandboxOptions)) {
            kafka.createTopics(PARTITIONS, COMMANDS, DEAD, OUTCOMES, EVENTS, AUDIT);
            kafka.createTopics(
                    PARTITIONS,
                    FAMILIES.stream().map(family -> EVENTS + "." + family).toArray(String[]::new));
            kafka.createCompactedTopics(PARTITIONS, GROUPS, POLLS);
            SandboxClient client = new SandboxClient(sandbox.apiUrl(), KEY);
            client.ensureContactCard(LINE);
            String secret = subscribe(sandbox.apiUrl());
            AtomicBoolean showOutcomes = new AtomicBoolean();
            try (Application application = Application.start(
                            settings.routes(), settings(inbox, kafka.brokers(), sandbox.apiUrl(), secret));
                    TopicWatcher topics = new TopicWatcher(kafka.brokers(), OUTCOMES, EVENTS, outcome -> {
                        if (showOutcomes.get()) {
                            print(outcome.describe());
                        }
                    })) {
                print("ready after " + seconds(startedAt) + ": "
                        + application.context().getRoutesSize() + " routes");
                Collection<String> positions = SampleData.sendOnce(folder, inbox, kafka.brokers(), COMMANDS);
                DemoReport report = new DemoReport(topics, client);
                List<String> missing = await(report, positions, inbox);
                report.print(out);
                print("");
                missing.forEach(line -> print("MISSING " + line));
                print(
                        missing.isEmpty()
                                ? "All " + positions.size() + " samples are accounted for after " + seconds(startedAt)
                                        + "."
                                : "Missing results after " + seconds(startedAt) + ": " + missing.size());
                if (!once) {
                    printHelp(inbox, kafka.brokers(), sandbox);
                    showOutcomes.set(true);
                    Shutdown.awaitSignal();
                    print("stopping …");
                }
                return missing.isEmpty() ? 0 : 1;
            }
        }
    }

    private Map<String, String> settings(Path inbox, String brokers, String apiUrl, String secret) {
        return Map.ofEntries(
                Map.entry("linq.api.url", apiUrl),
                Map.entry("linq.api.key", KEY),
                Map.entry("linq.from", LINE),
                Map.entry("linq.webhook.secret", secret),
                Map.entry("kafka.brokers", brokers),
                Map.entry("ledger.url", "jdbc:h2:file:" + folder.file("ledger").toAbsolutePath()),
                Map.entry("ledger.user", ""),
                Map.entry("ledger.password", ""),
                Map.entry("inbox.directory", inbox.toString()),
                // Short, since the sample file is complete when it appears in the inbox (rename).
                Map.entry("inbox.settle-time", "1s"),
                Map.entry("http.host", "127.0.0.1"),
                Map.entry("http.port", Integer.toString(settings.httpPort())),
                Map.entry("observe.host", "127.0.0.1"),
                Map.entry("observe.port", Integer.toString(settings.observePort())));
    }

    /** Subscribes the routes to all events of the sandbox and returns the signing secret. */
    private String subscribe(String apiUrl) throws Exception {
        try (Application application = Application.startWithoutRoutes(Map.of())) {
            SubscriptionClient sandboxOptions =
                    new SubscriptionClient(new LinqApiClient(application.context(), apiUrl, KEY));
            CallbackUrl callback = CallbackUrl.parse("http://127.0.0.1:" + settings.httpPort());
            DesiredSubscription desired =
                    new DesiredSubscription(callback, sandboxOptions.readOfferedEvents(), Set.of(), Set.of());
            return new DemoSubscription(folder.file("subscription.json")).createOrUpdate(sandboxOptions, desired);
        }
    }

    /** Waits until nothing is missing or the timeout expires, and prints the progress. */
    private List<String> await(DemoReport report, Collection<String> positions, Path inbox) throws Exception {
        Instant deadline = Instant.now().plus(TIMEOUT);
        String printed = "";
        while (true) {
            if (report.isDone(SampleData.GROUPS)) {
                SampleData.sendNextDayOnce(folder, inbox);
            }
            List<String> missing = report.findMissing(positions);
            String progress = report.describeProgress(positions);
            if (!progress.equals(printed)) {
                print(progress);
                printed = progress;
            }
            if (missing.isEmpty() || Instant.now().isAfter(deadline)) {
                return missing;
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    private void printHelp(Path inbox, String brokers, Sandbox sandbox) {
        print("");
        print("The demo keeps running and prints the outcomes of your commands.");
        print("  console                         http://127.0.0.1:" + settings.observePort() + "/console/");
        print("  import a CSV or JSONL file      " + inbox);
        print("  results of files                " + inbox.resolve("done"));
        print("  produce commands to             " + COMMANDS + " on " + brokers);
        print("  consume                         " + OUTCOMES + ", " + EVENTS + ", " + EVENTS + ".*, " + GROUPS + ", "
                + POLLS + ", " + AUDIT + ", " + DEAD);
        print("  chats in the sandbox            " + "http://127.0.0.1:" + sandbox.port() + "/");
        print("  health and metrics              http://127.0.0.1:" + settings.observePort()
                + "/observe/health, /observe/metrics");
        print("  stop                            Ctrl-C; the next start continues with the data in "
                + settings.dataFolder());
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }

    private static String seconds(Instant since) {
        return String.format("%.1f s", Duration.between(since, Instant.now()).toMillis() / 1000.0);
    }
}
