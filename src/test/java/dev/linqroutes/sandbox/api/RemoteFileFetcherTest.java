package dev.linqroutes.sandbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.UntrustedCertificate;
import dev.linqroutes.sandbox.content.RemoteFile;
import dev.linqroutes.sandbox.content.RemoteFile.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteFileFetcherTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 1, 2, 3, 4, 5, 6, 7, 8, 9};

    private Vertx vertx;
    private int port;

    @BeforeEach
    void serve() throws Exception {
        vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(1));
        port = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setKeyCertOptions(UntrustedCertificate.make()))
                .requestHandler(RemoteFileFetcherTest::answer)
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

    private static void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/a.png" ->
                request.response().putHeader("Content-Type", "Image/PNG; q=1").end(Buffer.buffer(PNG));
            case "/moved" ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "/a.png")
                        .end();
            case "/large" -> request.response().end(Buffer.buffer(new byte[(int) RemoteFileFetcher.MAX_SIZE + 1]));
            case "/broken" -> {
                request.response().putHeader("Content-Length", "100").write("x");
                request.connection().close();
            }
            case "/silent" -> {}
            default -> request.response().setStatusCode(404).end();
        }
    }

    private RemoteFile fetch(RemoteFileFetcher fetcher, String path) throws Exception {
        return fetcher.fetch("https://localhost:" + port + path)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private RemoteFileFetcher trusting() {
        HttpClientOptions options = new HttpClientOptions().setTrustAll(true).setVerifyHost(false);
        return new RemoteFileFetcher(vertx, options, InetAddress::getByName, address -> true);
    }

    @Test
    void a_file_is_known_by_its_type_its_size_and_its_first_bytes() throws Exception {
        RemoteFile file = fetch(trusting(), "/a.png?size=small");

        assertThat(file.outcome()).isEqualTo(Outcome.THERE);
        assertThat(file.contentType()).contains("image/png");
        assertThat(file.size()).isEqualTo(PNG.length);
        assertThat(file.start()).hasSize(16).startsWith(0x89, 'P', 'N', 'G');
    }

    @ParameterizedTest
    @ValueSource(strings = {"/missing", "/moved", "/broken"})
    void an_error_a_redirect_and_a_broken_download_are_no_file(String path) throws Exception {
        assertThat(fetch(trusting(), path).outcome()).isEqualTo(Outcome.NOT_THERE);
    }

    @Test
    void a_download_ends_after_ten_megabytes() throws Exception {
        assertThat(fetch(trusting(), "/large").outcome()).isEqualTo(Outcome.TOO_LARGE);
    }

    @Test
    void a_download_ends_after_ten_seconds() throws Exception {
        assertThat(fetch(trusting(), "/silent").outcome()).isEqualTo(Outcome.NOT_THERE);
    }

    @Test
    void a_server_that_nobody_trusts_has_no_files() throws Exception {
        RemoteFileFetcher strict =
                new RemoteFileFetcher(vertx, new HttpClientOptions(), InetAddress::getByName, address -> true);

        assertThat(fetch(strict, "/a.png").outcome()).isEqualTo(Outcome.NOT_THERE);
    }

    @Test
    void a_name_that_nobody_answers_for_does_not_hold_up_others() throws Exception {
        CountDownLatch silence = new CountDownLatch(1);
        RemoteFileFetcher fetcher = new RemoteFileFetcher(
                vertx,
                new HttpClientOptions().setTrustAll(true).setVerifyHost(false),
                host -> host.equals("silent.example") ? awaited(silence) : InetAddress.getByName(host),
                address -> true);

        Future<RemoteFile> silent = fetcher.fetch("https://silent.example/a.png");

        assertThat(fetch(fetcher, "/a.png").outcome()).isEqualTo(Outcome.THERE);
        assertThat(silent.isComplete()).isFalse();
        silence.countDown();
    }

    private static InetAddress awaited(CountDownLatch silence) throws UnknownHostException {
        try {
            silence.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UnknownHostException();
    }
}
