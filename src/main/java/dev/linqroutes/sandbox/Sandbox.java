package dev.linqroutes.sandbox;

import dev.linqroutes.sandbox.api.ActionEndpoints;
import dev.linqroutes.sandbox.api.ApiGateway;
import dev.linqroutes.sandbox.api.ApiRouter;
import dev.linqroutes.sandbox.api.ChatEndpoints;
import dev.linqroutes.sandbox.api.GroupChangeScheduler;
import dev.linqroutes.sandbox.api.GroupEndpoints;
import dev.linqroutes.sandbox.api.LineEndpoints;
import dev.linqroutes.sandbox.api.MessageEndpoints;
import dev.linqroutes.sandbox.api.MessageSender;
import dev.linqroutes.sandbox.api.SpecialMessageEndpoints;
import dev.linqroutes.sandbox.api.SubscriptionEndpoints;
import dev.linqroutes.sandbox.delivery.EventPublisher;
import dev.linqroutes.sandbox.delivery.WebhookBackoff;
import dev.linqroutes.sandbox.delivery.WebhookDispatcher;
import dev.linqroutes.sandbox.faults.FaultInjector;
import dev.linqroutes.sandbox.page.HomePage;
import dev.linqroutes.sandbox.page.RecordPage;
import dev.linqroutes.sandbox.world.FileJournal;
import dev.linqroutes.sandbox.world.Journal;
import dev.linqroutes.sandbox.world.SandboxOptions;
import dev.linqroutes.sandbox.world.World;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local Linq Partner API v3 that behaves like the real one, for the demo, the tests and the command {@code sandbox}.
 * It sends ignored except webhooks to subscribed addresses. "Reference 2.2" and the like name the section of the project's Linq
 * API reference that a rule comes from.
 *
 * <p>Single-threaded: an event loop handles one request completely before the next.
 */
public final class Sandbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
    private static final long TIMEOUT_SECONDS = 10;

    /** Twice what a program with the maximum of workers opens; bounds leaked connections. */
    static final int MAX_CONNECTIONS = 1_024;

    /** Longer than clients keep idle connections, and than any injected delay. */
    private static final int IDLE_SECONDS = 300;

    private final SandboxOptions options;
    private final Vertx vertx;
    private final World world;
    private final WebhookDispatcher deliveries;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();
    private int connections;

    private Sandbox(SandboxOptions options, World world, Vertx vertx) {
        this.options = options;
        this.world = world;
        this.vertx = vertx;
        Clock clock = Clock.systemUTC();
        deliveries = new WebhookDispatcher(
                vertx, world, new WebhookBackoff(options.firstWebhookRetry(), RandomGenerator.getDefault()));
        EventPublisher events = new EventPublisher(world, deliveries);
        GroupChangeScheduler changes = new GroupChangeScheduler(vertx, clock, world, events, options.namingDelay());
        port = listen(router(clock, events, changes)).actualPort();
        onEventLoop(() -> {
            changes.resume();
            deliveries.resume();
        });
    }

    /**
     * Starts a sandbox and returns once it listens.
     *
     * @throws IllegalStateException when the port is in use (then the cause is a {@link java.net.BindException}), or
     *     when the journal file is invalid; the message contains file and line
     * @throws java.io.UncheckedIOException when the journal cannot be read or written, or another sandbox uses it
     */
    public static Sandbox start(SandboxOptions options) {
        World world = openWorld(options);
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            Sandbox sandbox = new Sandbox(options, world, vertx);
            LOG.info("Linq sandbox listening at {}", sandbox.apiUrl());
            return sandbox;
        } catch (RuntimeException e) {
            vertx.close();
            world.close();
            throw e;
        }
    }

    private static World openWorld(SandboxOptions options) {
        Journal journal = options.journal().<Journal>map(FileJournal::open).orElseGet(Journal::none);
        try {
            return new World(journal);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** The actual TCP port, never 0. */
    public int port() {
        return port;
    }

    /** Base URL for clients, including {@code /v3}, without a trailing slash. */
    public String apiUrl() {
        return SandboxOptions.apiUrl(options.host(), port);
    }

    /**
     * Stops at once and aborts requests and webhooks in progress. With a journal, the next sandbox delivers the remaining webhooks
     * and completes accepted changes; without one they are lost. Idempotent.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        onEventLoop(deliveries::close);
        await(vertx.close().toCompletionStage().toCompletableFuture());
        world.close();
    }

    private Router router(Clock clock, EventPublisher events, GroupChangeScheduler changes) {
        Router router = Router.router(vertx);
        FaultInjector faults = new FaultInjector();
        MessageSender sending = new MessageSender(world, events, options.pairLimitPerMinute());
        new ApiRouter(
                        new ApiGateway(world, options, faults, clock),
                        new ChatEndpoints(world, options, sending, events),
                        new MessageEndpoints(world, sending),
                        new GroupEndpoints(world, changes),
                        new SpecialMessageEndpoints(world, sending),
                        new ActionEndpoints(world, events, options),
                        faults,
                        new SubscriptionEndpoints(world, options, deliveries),
                        new LineEndpoints(options.lines()))
                .addTo(router, new HomePage(world, options), new RecordPage(world));
        return router;
    }

    private HttpServer listen(Router router) {
        CompletableFuture<HttpServer> listening = vertx
                // The JDK's client sometimes parses the first response after an upgrade as an HTTP/2 frame.
                .createHttpServer(
                        new HttpServerOptions().setHttp2ClearTextEnabled(false).setIdleTimeout(IDLE_SECONDS))
                .connectionHandler(this::limitConnections)
                .requestHandler(router)
                .listen(options.port(), options.host())
                .toCompletionStage()
                .toCompletableFuture();
        try {
            return await(listening);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "the sandbox cannot listen on " + options.host() + ":" + options.port() + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    private void limitConnections(HttpConnection connection) {
        connections++;
        connection.closeHandler(closed -> connections--);
        if (connections > MAX_CONNECTIONS) {
            connection.close();
        }
    }

    private void onEventLoop(Runnable action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        vertx.runOnContext(ignored -> {
            try {
                action.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        await(done);
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the event loop did not respond within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
