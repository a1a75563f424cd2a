package dev.linqroutes.demo;

import dev.linqroutes.Application;
import dev.linqroutes.Shutdown;
import dev.linqroutes.embedded.EmbeddedKafka;
import dev.linqroutes.sandbox.Sandbox;
import dev.linqroutes.sandbox.SandboxOptions;
import dev.linqroutes.subscribe.LinqSubscriptions;
import dev.linqroutes.subscribe.Target;
import dev.linqroutes.subscribe.Wanted;
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
final class Demo {
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
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final DataFolder folder;
    private final Places places;
    private final PrintWriter out;

    /** Where things are to be. */
    record Places(Path data, Optional<Path> routes, int kafkaPort, int httpPort, int observePort, int sandboxPort) {}

    Demo(DataFolder folder, Places places, PrintWriter out) {
        this.folder = folder;
        this.places = places;
        this.out = out;
    }

    /** @return the exit code */
    int run(boolean once) throws Exception {
        Instant begun = Instant.now();
        Path inbox = Files.createDirectories(folder.file("inbox")).toAbsolutePath();
        SandboxOptions linq = SandboxOptions.defaults()
                .withPort(places.sandboxPort())
                .withApiKey(KEY)
                .withLines(List.of(LINE))
                .withJournal(folder.file("sandbox.jsonl"));
        say("starting Kafka, the local Linq and the routes …");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.file("kafka"), places.kafkaPort());
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
                            places.routes(), settings(inbox, kafka.brokers(), sandbox.apiUrl(), secret));
                    TopicWatch topics = new TopicWatch(kafka.brokers(), OUTCOMES, EVENTS, outcome -> {
                        if (talk.get()) {
                            say(outcome.line());
                        }
                    })) {
                say("ready after " + seconds(begun) + ": "
                        + application.context().getRoutesSize() + " routes");
                Collection<String> positions = Samples.send(folder, inbox, kafka.brokers(), COMMANDS);
                Report report = new Report(topics, client);
                List<String> missing = await(report, positions);
                report.print(out);
                say("");
                missing.forEach(line -> say("MISSING " + line));
                say(
                        missing.isEmpty()
                                ? "All " + positions.size() + " samples are accounted for after " + seconds(begun) + "."
                                : missing.size() + " things are missing after " + seconds(begun) + ".");
                if (!once) {
                    explain(inbox, kafka.brokers(), sandbox);
                    talk.set(true);
                    Shutdown.await();
                    say("stopping …");
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
                Map.entry("http.port", Integer.toString(places.httpPort())),
                Map.entry("observe.host", "127.0.0.1"),
                Map.entry("observe.port", Integer.toString(places.observePort())));
    }

    /** Has the local Linq send all events to the routes; the secret it signs them with. */
    private String subscribe(String apiUrl) throws Exception {
        try (Application application = Application.withoutRoutes(Map.of())) {
            LinqSubscriptions linq = new LinqSubscriptions(application.context(), apiUrl, KEY);
            Target target = Target.wanted("http://127.0.0.1:" + places.httpPort());
            Wanted wanted = new Wanted(target, linq.offeredEvents(), Set.of(), Set.of());
            return new KeptSubscription(folder.file("subscription.json")).secret(linq, wanted);
        }
    }

    /** Waits until nothing is missing any more, or for too long; says how far it is. */
    private List<String> await(Report report, Collection<String> positions) throws Exception {
        Instant giveUp = Instant.now().plus(LONGEST);
        String told = "";
        while (true) {
            List<String> missing = report.missing(positions);
            String progress = report.progress(positions);
            if (!progress.equals(told)) {
                say(progress);
                told = progress;
            }
            if (missing.isEmpty() || Instant.now().isAfter(giveUp)) {
                return missing;
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
    }

    private void explain(Path inbox, String brokers, Sandbox sandbox) {
        say("");
        say("It stays up. Outcomes of what you send are shown here as they come.");
        say("  drop a CSV or JSONL file into   " + inbox);
        say("  find its results in             " + inbox.resolve("done"));
        say("  produce commands to             " + COMMANDS + " on " + brokers);
        say("  consume                         " + OUTCOMES + ", " + EVENTS + ", " + EVENTS + ".*, " + GROUPS + ", "
                + DEAD);
        say("  look at the chats               " + "http://127.0.0.1:" + sandbox.port() + "/");
        say("  health and metrics              http://127.0.0.1:" + places.observePort()
                + "/observe/health, /observe/metrics");
        say("  stop                            Ctrl-C; the next start goes on with " + places.data());
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private static String seconds(Instant since) {
        return String.format("%.1f s", Duration.between(since, Instant.now()).toMillis() / 1000.0);
    }
}
