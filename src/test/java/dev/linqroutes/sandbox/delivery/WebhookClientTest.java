package dev.linqroutes.sandbox.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookClientTest {
    private final Vertx vertx = Vertx.vertx();
    private final WebhookClient client = new WebhookClient(vertx, new TargetUrlCheck(Set.of()), Duration.ofMillis(300));
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<Integer> post(Handler<HttpServerRequest> endpoint) throws Exception {
        return post(listen(endpoint));
    }

    private int listen(Handler<HttpServerRequest> endpoint) throws Exception {
        return vertx.createHttpServer()
                .connectionHandler(connection -> {
                    connections.add(connection);
                    connection.closeHandler(gone -> closed.countDown());
                })
                .requestHandler(endpoint)
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<Integer> post(int port) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST);
        CompletableFuture<Integer> status = new CompletableFuture<>();
        vertx.runOnContext(ignored -> client.post("http://127.0.0.1:" + port + "/hooks", options, "{}")
                .onSuccess(status::complete)
                .onFailure(status::completeExceptionally));
        return status;
    }

    private void requireTimeout(CompletableFuture<Integer> status) throws InterruptedException {
        assertThatThrownBy(() -> status.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
        assertThat(closed.await(10, TimeUnit.SECONDS))
                .as("connection is closed")
                .isTrue();
    }

    @Test
    void an_endpoint_that_does_not_answer_is_given_up() throws Exception {
        requireTimeout(post(request -> {}));
    }

    @Test
    void an_answer_that_never_ends_is_given_up() throws Exception {
        requireTimeout(post(request -> request.response().setChunked(true).write("wait")));
    }

    @Test
    void an_answer_that_comes_byte_by_byte_is_given_up() throws Exception {
        requireTimeout(post(request -> {
            request.response().setChunked(true);
            vertx.setPeriodic(20, tick -> request.response().write("."));
        }));
    }

    @Test
    void of_a_huge_answer_the_status_counts() throws Exception {
        Buffer chunk = Buffer.buffer(new byte[WebhookClient.MAX_ANSWER_BYTES]);
        CompletableFuture<Integer> status = post(request -> request.response()
                .setStatusCode(202)
                .setChunked(true)
                .write(chunk)
                .compose(more -> request.response().write(chunk)));

        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(202);
        assertThat(closed.await(10, TimeUnit.SECONDS))
                .as("connection is closed")
                .isTrue();
    }

    @Test
    void a_connection_is_used_again_after_a_complete_answer() throws Exception {
        int port = listen(request -> request.response().end("thanks"));
        for (int i = 0; i < 3; i++) {
            assertThat(post(port).get(10, TimeUnit.SECONDS)).isEqualTo(200);
        }

        assertThat(connections).hasSize(1);
    }
}
