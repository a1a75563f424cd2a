package dev.linqroutes.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingRequestTest {
    private static final int MAX_BODY = 100_000;
    private static final int PATIENCE_SECONDS = 10;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<List<byte[]>> bodies = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void a_body_of_undeclared_length_is_stored_in_one_array() throws Exception {
        Router router = Router.router(vertx);
        router.route().handler(request -> {
            PendingRequest pending = new PendingRequest(request, 0, MAX_BODY);
            pending.readBody(
                    () -> {
                        bodies.add(List.of(pending.body(), pending.body()));
                        request.response().end();
                    },
                    () -> request.fail(413));
        });
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        // The last chunk makes the array grow beyond the body.
        String chunks = ("3e8\r\n" + "x".repeat(1_000) + "\r\n").repeat(33);
        List<byte[]> twice;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.getOutputStream()
                    .write(("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            twice = bodies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        assertThat(twice).isNotNull();
        assertThat(twice.get(0)).hasSize(33_000).isSameAs(twice.get(1));
    }
}
