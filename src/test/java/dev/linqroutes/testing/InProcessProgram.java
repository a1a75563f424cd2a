package dev.linqroutes.testing;

import com.standardwebhooks.Webhook;
import dev.linqroutes.app.Application;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** The program in the test's process; can be restarted on the same ports. */
public final class InProcessProgram implements AutoCloseable {
    /** Of Prometheus by default. */
    private static final Duration SCRAPE_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int webhookPort = ProgramProcess.freePort();
    private final int observePort = ProgramProcess.freePort();
    private final Map<String, String> settings = new HashMap<>();
    private Optional<Application> running = Optional.empty();

    /** @param folder parent of the inbox and of the ledger, an H2 file */
    public InProcessProgram(Path folder, TestTopics topics, String apiUrl) {
        settings.putAll(topics.settings());
        settings.put("linq.api.url", apiUrl);
        settings.put("linq.api.key", "sandbox-key");
        settings.put("linq.from", "+12223334444");
        settings.put("linq.confirm", "false");
        settings.put("linq.lease", "15s");
        settings.put("linq.connect-timeout", "1000");
        settings.put("linq.response-timeout", "5000");
        settings.put("ledger.url", FreshLedger.h2(folder));
        settings.put("inbox.directory", folder.resolve("inbox").toString());
        settings.put("inbox.poll-interval", "100");
        settings.put("inbox.settle-time", "100");
        settings.put("http.port", Integer.toString(webhookPort));
        settings.put("observe.port", Integer.toString(observePort));
    }

    public InProcessProgram with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** Subscribes this program to the sandbox's events. */
    public InProcessProgram subscribedTo(SandboxRecord linq) throws Exception {
        return with("linq.webhook.secret", linq.subscribe(webhookPort));
    }

    /** Starts the program and returns when it is ready. */
    public InProcessProgram start() throws Exception {
        running = Optional.of(Application.start(Optional.of(Path.of("routes")), settings));
        return this;
    }

    /** Stops the program like SIGTERM. */
    public void stop() {
        running.ifPresent(Application::close);
        running = Optional.empty();
    }

    public String setting(String name) {
        return settings.get(name);
    }

    /** The context of the running program. */
    public CamelContext context() {
        return running.orElseThrow().context();
    }

    /** The settings as environment variables. */
    public Map<String, String> environment() {
        return ProgramProcess.environment(settings);
    }

    /** Sends a signed event and returns the response status. */
    public int deliverWebhook(String eventId) throws Exception {
        return deliverWebhook(
                eventId, "{\"event_id\":\"%s\",\"event_type\":\"message.read\",\"data\":{}}".formatted(eventId));
    }

    /** Sends this signed event and returns the response status. */
    public int deliverWebhook(String eventId, String body) throws Exception {
        long now = Instant.now().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + webhookPort + "/webhooks/linq"))
                .header("webhook-id", eventId)
                .header("webhook-timestamp", Long.toString(now))
                .header("webhook-signature", new Webhook(settings.get("linq.webhook.secret")).sign(eventId, now, body))
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    public HttpResponse<String> health() throws Exception {
        return observe("health");
    }

    public String metrics() throws Exception {
        return observe("metrics").body();
    }

    /** @param page below {@code /observe/} */
    public HttpResponse<String> observe(String page) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + observePort + "/observe/" + page))
                        .timeout(SCRAPE_TIMEOUT)
                        .build(),
                BodyHandlers.ofString());
    }

    /** Address of the console. */
    public URI console() {
        return URI.create("http://127.0.0.1:" + observePort + "/console/");
    }

    @Override
    public void close() {
        stop();
    }
}
