package dev.linqroutes.demo;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.Shutdown;
import dev.linqroutes.embedded.EmbeddedKafka;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.world.SandboxOptions;
import dev.linqroutes.subscribe.CallbackUrl;
import dev.linqroutes.subscribe.DesiredSubscription;
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

/** Starts everything in this process, lets the samples through, and tells what became of them. */
public final class Demo {
    private static final String KEY = "sandbox-key";
    private static final String LINE = "+12223334444";
    private static final String COMMANDS = "linq.commands";
    private static final String DEAD = "linq.commands.dead";
    private static final String OUTCOMES = "linq.outcomes";
    private static final String EVENTS = "linq.events";
    private static final String GROUPS = "linq.groups";
    private static final List<String> FAMILIES =
            List.of("messages", "reactions", "participants", "chats", "polls", "calls", "lines", "payments", "other");
    private static final int PARTITIONS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final DemoFolder folder;
    private final Settings settings;
    private final PrintWriter out;

    /** Where things are to be. */
    public record Settings(
            Path dataFolder, Optional<Path> routes, int kafkaPort, int httpPort, int observePort, int sandboxPort) {}

    public Demo(DemoFolder folder, Settings places, PrintWriter out) {
        this.folder = folder;
        this.settings = places;
        this.out = out;
    }

    /** @return the exit code */
    public int run(boolean once) throws Exception {
        Instant begun = Instant.now();
        Path inbox = Files.createDirectories(folder.file("inbox")).toAbsolutePath();
        SandboxOptions linq = SandboxOptions.defaults()
                .withPort(settings.sandboxPort())
                .withApiKey(KEY)
                .withLines(List.of(LINE))
                .withJournal(folder.file("sandbox.jsonl"));
        print("starting Kafka, the local Linq and the routes …");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.file("kafka"), settings.kafkaPort());
                Sandbox sandbox = Sandbox.start(linq)) {
            kafka.createTopics(PARTITIONS, COMMANDS, DEAD, OUTCOMES, EVENTS);
            kafka.createTopics(
                    PARTITIONS,
                    FAMILIES.stream().map(family -> EVENTS + "." + family).toArray(String[]::new));
            kafka.createCompactedTopics(PARTITIONS, GROUPS);
            SandboxClient client = new SandboxClient(sandbox.apiUrl(), KEY);
            String secret = subscribe(sandbox.apiUrl());
            AtomicBoolean talk = new AtomicBoolean();
            try (Application application = Application.start(
                            settings.routes(), settings(inbox, kafka.brokers(), sandbox.apiUrl(), secret));
                    TopicWatcher topics = new TopicWatcher(kafka.brokers(), OUTCOMES, EVENTS, outcome -> {
                        if (talk.get()) {
                            print(outcome.describe());
                        }
                    })) {
                print("ready after " + seconds(begun) + ": "
                        + application.context().getRoutesSize() + " routes");
                Collection<String> positions = SampleData.sendOnce(folder, inbox, kafka.brokers(), COMMANDS);
                DemoReport report = new DemoReport(topics, client);
                List<String> missing = await(report, positions);
                report.print(out);
                print("");
                missing.forEach(line -> print("MISSING " + line));
                print(
                        missing.isEmpty()
                                ? "All " + positions.size() + " samples are accounted for after " + seconds(begun) + "."
                                : missing.size() + " things are missing after " + seconds(begun) + ".");
                if (!once) {
                    printHelp(inbox, kafka.brokers(), sandbox);
                    talk.set(true);
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
                // The sample is renamed into it, and who tries the program does not want to wait.
                Map.entry("inbox.settle-time", "1s"),
                Map.entry("http.host", "127.0.0.1"),
                Map.entry("http.port", Integer.toString(settings.httpPort())),
                Map.entry("observe.host", "127.0.0.1"),
                Map.entry("observe.port", Integer.toString(settings.observePort())));
    }

    /** Has the local Linq send all events to the routes; the secret it signs them with. */
    private String subscribe(String apiUrl) throws Exception {
        try (Application application = Application.startWithoutRoutes(Map.of())) {
            SubscriptionClient linq = new SubscriptionClient(application.context(), apiUrl, KEY);
            CallbackUrl target = CallbackUrl.parse("http://127.0.0.1:" + settings.httpPort());
            DesiredSubscription wanted = new DesiredSubscription(target, linq.readOfferedEvents(), Set.of(), Set.of());
            return new DemoSubscription(folder.file("subscription.json")).createOrUpdate(linq, wanted);
        }
    }

    /** Waits until nothing is missing any more, or for too long; says how far it is. */
    private List<String> await(DemoReport report, Collection<String> positions) throws Exception {
        Instant giveUp = Instant.now().plus(TIMEOUT);
        String told = "";
        while (true) {
            List<String> missing = report.findMissing(positions);
            String progress = report.describeProgress(positions);
            if (!progress.equals(told)) {
                print(progress);
                told = progress;
            }
            if (missing.isEmpty() || Instant.now().isAfter(giveUp)) {
                return missing;
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    private void printHelp(Path inbox, String brokers, Sandbox sandbox) {
        print("");
        print("It stays up. Outcomes of what you send are shown here as they come.");
        print("  drop a CSV or JSONL file into   " + inbox);
        print("  find its results in             " + inbox.resolve("done"));
        print("  produce commands to             " + COMMANDS + " on " + brokers);
        print("  consume                         " + OUTCOMES + ", " + EVENTS + ", " + EVENTS + ".*, " + GROUPS + ", "
                + DEAD);
        print("  look at the chats               " + "http://127.0.0.1:" + sandbox.port() + "/");
        print("  health and metrics              http://127.0.0.1:" + settings.observePort()
                + "/observe/health, /observe/metrics");
        print("  stop                            Ctrl-C; the next start goes on with " + settings.dataFolder());
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }

    private static String seconds(Instant since) {
        return String.format("%.1f s", Duration.between(since, Instant.now()).toMillis() / 1000.0);
    }
}
