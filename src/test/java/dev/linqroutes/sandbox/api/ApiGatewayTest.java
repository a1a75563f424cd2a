package dev.linqroutes.sandbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.AttachmentFiles;
import dev.linqroutes.sandbox.account.Journal;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.content.RemoteFile;
import dev.linqroutes.sandbox.delivery.TargetUrlCheck;
import dev.linqroutes.sandbox.delivery.WebhookBackoff;
import dev.linqroutes.sandbox.delivery.WebhookClient;
import dev.linqroutes.sandbox.delivery.WebhookDispatcher;
import dev.linqroutes.sandbox.faults.FaultInjector;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.record.AccountRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests whose endpoints wait for a file. */
class ApiGatewayTest {
    private static final RemoteFile PICTURE =
            new RemoteFile(RemoteFile.Outcome.THERE, Optional.of("image/png"), 8, new byte[] {
                (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'
            });

    private final SandboxOptions options = SandboxOptions.defaults();
    private final Vertx vertx = Vertx.vertx();
    private final BrokenJournal journal = new BrokenJournal();
    private final Account account = new Account("acct-1", options.lines(), options.history(), journal);
    private final Timeline timeline = new Timeline(
            Clock.systemUTC(),
            Duration.ZERO,
            (wait, action) -> vertx.setTimer(wait.toMillis() + 1, timer -> action.run()));
    private Runnable whileFetched = () -> {};
    private int port;

    private static final class BrokenJournal implements Journal {
        private boolean full;

        @Override
        public void replay(Consumer<AccountChange> reader) {}

        @Override
        public void compact(Supplier<List<AccountChange>> state) {}

        @Override
        public void append(AccountChange change) {}

        @Override
        public void flush() {
            if (full) {
                throw new IllegalStateException("no space left on device");
            }
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void serve() throws Exception {
        FaultInjector faults = new FaultInjector(options.faults());
        AccountRecord record = new AccountRecord(account, timeline, options);
        WebhookDispatcher deliveries = new WebhookDispatcher(
                new WebhookClient(vertx, new TargetUrlCheck(Set.of())),
                account,
                timeline,
                new WebhookBackoff(options.firstWebhookRetry()),
                record.deliveryRecorder(),
                faults,
                options.history());
        AttachmentFiles files = new AttachmentFiles();
        Accounts accounts = new Accounts(
                options.apiKey(),
                new AccountApi(account, timeline, record, deliveries, files, faults, options),
                (id, line) -> {
                    throw new UnsupportedOperationException();
                });
        ApiGateway gateway = new ApiGateway(accounts, options, Clock.systemUTC(), Optional.of(url -> vertx.timer(10)
                .compose(done -> {
                    whileFetched.run();
                    return Future.succeededFuture(PICTURE);
                })));
        Router router = Router.router(vertx);
        new ApiRouter(gateway, accounts, files, options).addTo(router);
        port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private HttpResponse<String> createChat() throws Exception {
        ObjectNode body = JsonTrees.object().put("from", options.lines().get(0));
        body.putArray("to").add("+15556667777");
        body.putObject("message")
                .putArray("parts")
                .add(JsonTrees.object().put("type", "media").put("url", "https://example.com/a.png"));
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/partner/v3/chats"))
                                .header("Authorization", "Bearer " + options.apiKey())
                                .header("Content-Type", "application/json")
                                .timeout(Duration.ofSeconds(10))
                                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void what_cannot_be_stored_is_answered_with_an_error_also_after_a_download() throws Exception {
        journal.full = true;

        assertThat(createChat().statusCode()).isEqualTo(500);
    }

    @Test
    void what_waited_for_a_file_has_the_time_of_its_effect() throws Exception {
        Instant before = timeline.now();
        whileFetched = () -> timeline.advance(Duration.ofHours(1));

        assertThat(createChat().statusCode()).isEqualTo(201);

        assertThat(account.chats().all().get(0).chat().createdAt()).isAfter(before.plus(Duration.ofHours(1)));
    }
}
