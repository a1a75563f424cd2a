package dev.linqroutes.sandbox.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.sandbox.UntrustedCertificate;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each failure of a real receiver is said in words, and never by the name of a class. */
class DeliveryFailureTest {
    private final Vertx vertx = Vertx.vertx();
    private final WebhookClient client = new WebhookClient(vertx, new TargetUrlCheck(Set.of()), Duration.ofSeconds(2));
    private final ServerSocket receiver;

    DeliveryFailureTest() throws IOException {
        receiver = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws Exception {
        receiver.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private DeliveryFailure post(String url) throws Exception {
        CompletableFuture<Throwable> problem = new CompletableFuture<>();
        vertx.runOnContext(ignored -> {
            try {
                client.post(url, new RequestOptions().setMethod(HttpMethod.POST), "{}")
                        .onComplete(result -> problem.complete(result.cause()));
            } catch (RuntimeException e) {
                problem.complete(e);
            }
        });
        DeliveryFailure failure = DeliveryFailure.of(problem.get(10, TimeUnit.SECONDS));
        assertThat(failure.words()).doesNotContain("Exception", "java.", "io.");
        return failure;
    }

    /** Answers one request with these bytes, and closes the connection. */
    private DeliveryFailure postAndGet(String scheme, String answer) throws Exception {
        CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> {
            try (Socket connection = receiver.accept()) {
                connection.getInputStream().read(new byte[10_000]);
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                connection.shutdownOutput();
                while (connection.getInputStream().read() >= 0) {
                    // Closing before the other side would reset the connection.
                }
            } catch (IOException goneAlready) {
                // The client need not wait for the end.
            }
        });
        DeliveryFailure failure = post(scheme + "://127.0.0.1:" + receiver.getLocalPort() + "/hooks");
        answering.get(10, TimeUnit.SECONDS);
        return failure;
    }

    @Test
    void where_nothing_listens_the_connection_is_refused() throws Exception {
        receiver.close();

        DeliveryFailure failure = post("http://127.0.0.1:" + receiver.getLocalPort() + "/hooks");

        assertThat(failure.words()).startsWith("Connection refused: ");
        assertThat(failure.isFinal()).isFalse();
    }

    @Test
    void a_connection_that_is_never_answered_is_too_slow() throws Exception {
        assertThat(post("http://127.0.0.1:" + receiver.getLocalPort() + "/hooks"))
                .isEqualTo(new DeliveryFailure(
                        "No complete answer within 10 s: let the program answer first and work afterwards", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"})
    void an_answer_that_ends_early_was_closed(String answer) throws Exception {
        assertThat(postAndGet("http", answer).words()).startsWith("The connection was closed before");
    }

    @Test
    void what_does_not_speak_http_is_tried_again() throws Exception {
        DeliveryFailure failure = postAndGet("http", "SSH-2.0-server\r\n\r\n");

        assertThat(failure.words()).startsWith("The answer is not HTTP");
        assertThat(failure.isFinal()).isFalse();
    }

    @Test
    void headers_may_be_too_long() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nX: " + "x".repeat(20_000) + "\r\n\r\n";

        assertThat(postAndGet("http", answer).words()).contains("a header over 8 kB");
    }

    @Test
    void a_port_without_tls_needs_http() throws Exception {
        assertThat(postAndGet("https", "HTTP/1.1 400 Bad Request\r\n\r\n").words())
                .startsWith("No TLS at this port: start target_url with http://");
    }

    @Test
    void a_port_that_hangs_up_during_the_handshake_has_failed_tls() throws Exception {
        assertThat(postAndGet("https", "").words()).startsWith("TLS failed");
    }

    @Test
    void a_certificate_that_nobody_signed_is_not_trusted() throws Exception {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setKeyCertOptions(UntrustedCertificate.make()))
                .requestHandler(request -> request.response().end())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        assertThat(post("https://127.0.0.1:" + server.actualPort() + "/hooks").words())
                .startsWith("The certificate is not trusted");
        assertThat(post("http://127.0.0.1:" + server.actualPort() + "/hooks").words())
                .endsWith("whether target_url has to start with https://");
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com/hooks?token=abc, must be https",
        "http://127.0.0.1:99999/hooks, port",
        "http://127.0.0.1/my hooks, Illegal character"
    })
    void where_no_webhook_may_go_none_is_tried_again(String url, String words) throws Exception {
        assertThat(post(url).words()).contains(words).doesNotContain("abc");
        assertThat(post(url).isFinal()).isTrue();
    }

    @Test
    void an_unknown_host_is_final() {
        DeliveryFailure failure = DeliveryFailure.of(new UnknownHostException("Failed to resolve 'example.invalid'"));

        assertThat(failure).isEqualTo(new DeliveryFailure("There is no such host: correct target_url", true));
    }

    @Test
    void hosts_that_are_out_of_reach_are_tried_again() {
        assertThat(DeliveryFailure.of(new ConnectTimeoutException()).words()).startsWith("No connection within 10 s");
        assertThat(DeliveryFailure.of(new NoRouteToHostException()).words()).startsWith("No way to this host");
    }

    @Test
    void what_nobody_foresaw_is_shown_without_secrets() {
        assertThat(DeliveryFailure.of(new IllegalStateException("at https://me:pw@example.com/?key=abc")))
                .isEqualTo(new DeliveryFailure("No answer: at https://(hidden)@example.com/?key=(hidden)", false));
        assertThat(DeliveryFailure.of(new IllegalStateException()).words()).isEqualTo("No answer: no reason is known");
    }
}
