package dev.linqroutes.bench.contender;

import dev.linqroutes.bench.process.ChildProcess;
import dev.linqroutes.bench.process.Topics;
import dev.linqroutes.bench.sample.SampleWebhooks;
import dev.linqroutes.testing.ProgramProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A build of the product, started as users start it. */
public record Product(String name, Path jar, List<String> jvmOptions) implements Contender {
    private static final String MANY = "1000000";

    @Override
    public boolean isProduct() {
        return true;
    }

    @Override
    public RunningContender start(RunEnvironment run) throws IOException {
        int webhookPort = ProgramProcess.freePort();
        int observePort = ProgramProcess.freePort();
        Map<String, String> settings = new HashMap<>(surroundings(run));
        settings.put("http.port", Integer.toString(webhookPort));
        settings.put("observe.port", Integer.toString(observePort));
        settings.putAll(run.settings());
        Map<String, String> environment = ProgramProcess.environment(settings);
        ChildProcess process = start(run.folder(), run.heapMegabytes(), environment, List.of("run"));
        URI health = URI.create("http://127.0.0.1:" + observePort + "/observe/health");
        return new RunningContender(process, webhookPort, () -> isUp(health));
    }

    @Override
    public RunningContender startLocalLinq(Path folder, int heapMegabytes, List<String> options) throws IOException {
        int port = ProgramProcess.freePort();
        List<String> arguments =
                new ArrayList<>(List.of("sandbox", "--port", Integer.toString(port), "--messages-per-minute", MANY));
        arguments.addAll(options);
        ChildProcess process = start(folder, heapMegabytes, Map.of(), arguments);
        return new RunningContender(process, port, () -> process.output().contains("LINQ_API_URL="));
    }

    private ChildProcess start(Path folder, int heapMegabytes, Map<String, String> environment, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("-Xmx" + heapMegabytes + "m"));
        Path archive = jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", ".jsa"));
        if (Files.exists(archive)) {
            command.add("-XX:SharedArchiveFile=" + archive);
        }
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        return ChildProcess.start(name, folder, environment, command);
    }

    private static Map<String, String> surroundings(RunEnvironment run) {
        Topics topics = run.topics();
        return Map.ofEntries(
                Map.entry("linq.api.url", run.apiUrl()),
                Map.entry("linq.api.key", "bench"),
                Map.entry("linq.from", "+12223334444"),
                Map.entry("linq.workers", Integer.toString(run.workers())),
                // The load goes to few chats.
                Map.entry("linq.messages-per-minute", MANY),
                Map.entry("linq.confirm", "false"),
                Map.entry("linq.webhook.secret", SampleWebhooks.SECRET),
                Map.entry("kafka.brokers", topics.brokers()),
                Map.entry("kafka.group", topics.group()),
                Map.entry("topics.commands", topics.name("commands")),
                Map.entry("topics.dead", topics.name("dead")),
                Map.entry("topics.outcomes", topics.name("outcomes")),
                Map.entry("topics.events", topics.name("events")),
                Map.entry(
                        "topics.events.by-type",
                        "message=" + topics.name("events.messages") + ",*=" + topics.name("events.other")),
                Map.entry("topics.groups", topics.name("groups")),
                Map.entry("topics.polls", topics.name("polls")),
                Map.entry("topics.audit", topics.name("audit")),
                Map.entry("ledger.url", run.database()),
                Map.entry("inbox.directory", run.folder().resolve("inbox").toString()),
                // What is measured is renamed into it.
                Map.entry("inbox.settle-time", "100ms"));
    }

    private static boolean isUp(URI health) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (ConnectException e) {
            return false;
        } finally {
            connection.disconnect();
        }
    }
}
