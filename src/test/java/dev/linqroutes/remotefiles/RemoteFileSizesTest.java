package dev.linqroutes.remotefiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.files.check.MediaSize;
import dev.linqroutes.sandbox.UntrustedCertificate;
import dev.linqroutes.sandbox.api.PublicAddress;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TrustAllStrategy;
import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sheet makes this machine reach nothing that not everybody reaches; what a server does not say is not known. */
class RemoteFileSizesTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private int port;

    @BeforeEach
    void serve() throws Exception {
        vertx = Vertx.vertx();
        port = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setKeyCertOptions(UntrustedCertificate.make()))
                .requestHandler(this::answer)
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

    private void answer(HttpServerRequest request) {
        requests.add(request.method() + " " + request.uri());
        String path = request.path();
        if (path.startsWith("/status/")) {
            request.response()
                    .setStatusCode(Integer.parseInt(path.substring("/status/".length())))
                    .putHeader("Content-Length", "7")
                    .end();
        } else if (path.equals("/to")) {
            request.response()
                    .setStatusCode(302)
                    .putHeader("Location", request.getParam("url"))
                    .end();
        } else if (path.equals("/silent")) {
            return;
        } else if (path.equals("/unsaid")) {
            request.response().setChunked(true).end();
        } else {
            request.response().putHeader("Content-Length", "48000000").end();
        }
    }

    private String url(String path) {
        return "https://localhost:" + port + path;
    }

    private MediaSize ask(String url) throws Exception {
        return ask(address -> true, url);
    }

    private static MediaSize ask(Predicate<InetAddress> reachable, String url) throws Exception {
        DefaultClientTlsStrategy trusting = new DefaultClientTlsStrategy(
                SSLContexts.custom()
                        .loadTrustMaterial(TrustAllStrategy.INSTANCE)
                        .build(),
                HostnameVerificationPolicy.CLIENT,
                NoopHostnameVerifier.INSTANCE);
        try (RemoteFileSizes sizes = new RemoteFileSizes(reachable, trusting)) {
            return sizes.ask(url);
        }
    }

    @Test
    void a_server_is_asked_with_one_head_request() throws Exception {
        assertThat(ask(url("/film.mp4?v=1"))).isEqualTo(MediaSize.of(48_000_000));
        assertThat(requests).containsExactly("HEAD /film.mp4?v=1");
    }

    @Test
    void a_redirect_is_followed_at_most_three_times() throws Exception {
        String once = url("/to?url=/film.mp4");
        String twice = url("/to?url=" + encoded(once));
        String thrice = url("/to?url=" + encoded(twice));
        String again = url("/to?url=" + encoded(thrice));

        assertThat(ask(thrice)).isEqualTo(MediaSize.of(48_000_000));
        assertThat(ask(again)).isEqualTo(MediaSize.unknown("its server redirects more than 3 times"));
    }

    private static String encoded(String url) {
        return URLEncoder.encode(url, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"})
    void no_address_of_this_machine_is_asked_under_any_name(String host) throws Exception {
        MediaSize size = ask(PublicAddress::isPublic, "https://" + host + ":" + port + "/film.mp4");

        assertThat(size.bytes()).isEmpty();
        assertThat(size.reason()).contains("no public address");
        assertThat(requests).isEmpty();
    }

    @Test
    void no_redirect_leads_into_the_network_of_this_machine() throws Exception {
        try (ServerSocket inside = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            Predicate<InetAddress> allButInside =
                    address -> !address.getHostAddress().equals("127.0.0.2");
            String target = "https://127.0.0.2:" + inside.getLocalPort() + "/admin";

            assertThat(ask(allButInside, url("/to?url=" + encoded(target))).reason())
                    .isEqualTo("127.0.0.2 has no public address");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.com/film.mp4", "file:///etc/passwd", "https:film.mp4"})
    void no_redirect_leads_to_what_is_not_https(String target) throws Exception {
        assertThat(ask(url("/to?url=" + encoded(target))))
                .isEqualTo(MediaSize.unknown("its server redirects to an address that is not https"));
    }

    @ParameterizedTest
    @CsvSource({
        "/unsaid, its server does not say",
        "/status/404, its server answers HTTP 404",
        "/status/405, its server answers HTTP 405",
        "/status/503, its server answers HTTP 503",
        "/status/304, its server answers HTTP 304"
    })
    void what_a_server_does_not_say_is_not_known(String path, String reason) throws Exception {
        assertThat(ask(url(path))).isEqualTo(MediaSize.unknown(reason));
    }

    @Test
    void a_silent_server_is_waited_for_ten_seconds() throws Exception {
        Instant began = Instant.now();

        assertThat(ask(url("/silent")).bytes()).isEmpty();

        assertThat(Duration.between(began, Instant.now())).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(25));
    }

    @Test
    void an_untrusted_certificate_leaves_the_size_unknown() throws Exception {
        try (RemoteFileSizes sizes = new RemoteFileSizes(address -> true)) {
            assertThat(sizes.ask(url("/film.mp4")).bytes()).isEmpty();
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void an_address_that_cannot_be_read_is_told() throws Exception {
        assertThat(ask("https://exa mple.com/film.mp4").bytes()).isEmpty();
    }
}
