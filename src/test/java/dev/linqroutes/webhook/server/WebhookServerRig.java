package dev.linqroutes.webhook.server;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.RawHttp;
import dev.linqroutes.testing.TestClock;
import dev.linqroutes.webhook.verify.WebhookVerifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/** The webhook route with its real server, and a ledger that the test can block. */
public abstract class WebhookServerRig {
    public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    static final Duration SOON = Duration.ofSeconds(5);

    public final int port = ProgramProcess.freePort();
    final AtomicLong nanos = new AtomicLong();
    public final TestClock clock = new TestClock();
    public final WebhookResponses responses = new WebhookResponses();
    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    public final Queue<VerifiedEvent> stored = new ConcurrentLinkedQueue<>();
    volatile CompletableFuture<Void> ledger = CompletableFuture.completedFuture(null);
    volatile Duration lag = Duration.ZERO;

    private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.linqroutes.webhook");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Main program = new Main();

    @BeforeEach
    void start() {
        program.bind("webhookServerFactory", servers());
        program.bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new WebhookEngine(nanos::get));
        program.bind("webhookVerifier", new WebhookVerifier(List.of(SECRET), false, clock));
        program.bind("webhookResponses", responses);
        program.bind(
                "eventIntake", new EventIntake(type -> false, this::store, () -> lag, LONGEST_WAIT, Runnable::run));
        program.configure().setBasePackageScanEnabled(false);
        program.configure().setRoutesIncludePattern("file:routes/webhooks.camel.yaml");
        program.addOverrideProperty("camel.management.enabled", "false");
        program.addOverrideProperty("http.port", Integer.toString(port));
        program.start();
    }

    @BeforeEach
    void listen() {
        logged.start();
        LOG.addAppender(logged);
    }

    /** The logged reasons of 503 responses. */
    public List<String> loggedReasons() {
        return logged.list.stream()
                .map(line -> line.getFormattedMessage().replaceFirst(".*, Linq will retry: ", ""))
                .toList();
    }

    @AfterEach
    void stop() {
        LOG.detachAppender(logged);
        ledger.complete(null);
        program.stop();
    }

    WebhookServerFactory servers() {
        return new WebhookServerFactory();
    }

    private CompletableFuture<Void> store(VerifiedEvent event) {
        stored.add(event);
        return ledger.copy();
    }

    void advanceClock(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    int send(RawHttp request) throws Exception {
        try (RawHttp.Connection connection = new RawHttp.Connection(port)) {
            return connection.send(request);
        }
    }

    CompletableFuture<Integer> post(String id, String body) {
        return http.sendAsync(request(id, body), HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    HttpRequest request(String id, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks/linq"))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        signed(id, body).headers().forEach(request::header);
        return request.build();
    }

    RawHttp.Content signed(String id, String body) {
        long now = clock.instant().getEpochSecond();
        try {
            return new RawHttp.Content(
                    new TreeMap<>(Map.of(
                            "webhook-id", id,
                            "webhook-timestamp", Long.toString(now),
                            "webhook-signature", new Webhook(SECRET).sign(id, now, body))),
                    bytes(body));
        } catch (WebhookSigningException e) {
            throw new IllegalStateException(e);
        }
    }

    static String body(int number) {
        return "{\"event_id\":\"e-" + number + "\",\"event_type\":\"message.sent\",\"data\":{}}";
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
