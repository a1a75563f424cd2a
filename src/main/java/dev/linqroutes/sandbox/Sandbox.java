package dev.linqroutes.sandbox;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AttachmentFiles;
import dev.linqroutes.sandbox.account.FileJournal;
import dev.linqroutes.sandbox.account.Journal;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.api.AccountApi;
import dev.linqroutes.sandbox.api.Accounts;
import dev.linqroutes.sandbox.api.ApiGateway;
import dev.linqroutes.sandbox.api.ApiRouter;
import dev.linqroutes.sandbox.api.RemoteFileFetcher;
import dev.linqroutes.sandbox.content.RemoteFile;
import dev.linqroutes.sandbox.delivery.TargetUrlCheck;
import dev.linqroutes.sandbox.delivery.WebhookBackoff;
import dev.linqroutes.sandbox.delivery.WebhookClient;
import dev.linqroutes.sandbox.delivery.WebhookDispatcher;
import dev.linqroutes.sandbox.faults.FaultInjector;
import dev.linqroutes.sandbox.record.AccountRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A local Linq Partner API v3 that behaves like the real one, for the demo, the tests and the command {@code sandbox}.
 * It sends nothing but webhooks to subscribed addresses, and fetches nothing unless told to. "Reference 2.2" and the like name the section of the project's Linq
 * API reference that a rule comes from.
 *
 * <p>Single-threaded: an event loop handles one request completely before the next.
 */
public final class Sandbox implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Sandbox.class.getName());
    private static final long TIMEOUT_SECONDS = 10;

    /** Twice what a program with the maximum of workers opens; bounds leaked connections. */
    static final int MAX_CONNECTIONS = 1_024;

    /** Longer than clients keep idle connections, and than any injected delay. */
    private static final int IDLE_SECONDS = 300;

    private final SandboxOptions options;
    private final Vertx vertx;
    private final AttachmentFiles files = new AttachmentFiles();
    private final Accounts accounts;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();
    private int connections;

    private Sandbox(SandboxOptions options, Account account, Vertx vertx) {
        this.options = options;
        this.vertx = vertx;
        Clock clock = Clock.systemUTC();
        WebhookClient client = new WebhookClient(vertx, new TargetUrlCheck(options.webhookHosts()));
        AccountApi first = newApi(account, clock, client);
        accounts = new Accounts(
                options.apiKey(),
                first,
                (id, line) -> newApi(new Account(id, List.of(line), options.history(), Journal.none()), clock, client));
        onEventLoop(first::resume);
        port = listen(router(clock)).actualPort();
    }

    private AccountApi newApi(Account account, Clock clock, WebhookClient client) {
        Timeline timeline = new Timeline(
                clock,
                account.timeAhead(),
                (wait, action) -> vertx.setTimer(Math.max(1, wait.toMillis()), timer -> action.run()));
        WebhookBackoff backoff = new WebhookBackoff(options.firstWebhookRetry());
        FaultInjector faults = new FaultInjector(options.faults());
        AccountRecord record = new AccountRecord(account, timeline, options);
        WebhookDispatcher deliveries = new WebhookDispatcher(
                client, account, timeline, backoff, record.deliveryRecorder(), faults, options.history());
        return new AccountApi(account, timeline, record, deliveries, files, faults, options);
    }

    /**
     * Starts a sandbox and returns once it listens.
     *
     * @throws IllegalStateException when the port is in use (then the cause is a {@link java.net.BindException}), or
     *     when the journal file is invalid; the message contains file and line
     * @throws java.io.UncheckedIOException when the journal cannot be read or written, or another sandbox uses it
     */
    public static Sandbox start(SandboxOptions options) {
        Account account = openAccount(options);
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            Sandbox sandbox = new Sandbox(options, account, vertx);
            LOG.log(Level.INFO, "Linq sandbox listening at " + sandbox.apiUrl());
            return sandbox;
        } catch (RuntimeException e) {
            vertx.close();
            account.close();
            throw e;
        }
    }

    private static Account openAccount(SandboxOptions options) {
        Journal journal = options.journal().<Journal>map(FileJournal::open).orElseGet(Journal::none);
        try {
            return new Account("acct-sandbox", options.lines(), options.history(), journal);
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
        return options.apiUrl(port);
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
        onEventLoop(accounts::stop);
        await(vertx.close().toCompletionStage().toCompletableFuture());
        accounts.close();
    }

    private Router router(Clock clock) {
        Router router = Router.router(vertx);
        new ApiRouter(new ApiGateway(accounts, options, clock, fetcher()), accounts, files, options).addTo(router);
        return router;
    }

    private Optional<Function<String, Future<RemoteFile>>> fetcher() {
        return options.fetchMedia() ? Optional.of(new RemoteFileFetcher(vertx)::fetch) : Optional.empty();
    }

    private HttpServer listen(Router router) {
        // The JDK's client sometimes parses the first response after an upgrade as an HTTP/2 frame.
        HttpServerOptions http = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                // No web sockets: without handlers that every request would pass.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setIdleTimeout(IDLE_SECONDS);
        if (options.untrustedTls()) {
            http.setSsl(true).setUseAlpn(false).setKeyCertOptions(UntrustedCertificate.make());
        }
        CompletableFuture<HttpServer> listening = vertx.createHttpServer(http)
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
