package dev.linqroutes.linq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.testing.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.apache.hc.core5.http.MessageConstraintException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections and responses as real servers, gateways and proxies make them, on real sockets. */
class LinqHttpComponentTest {
    private static final String PASSWORD = "changeit";
    private static final int CONNECT_MILLIS = 700;
    private static final int RESPONSE_MILLIS = 1300;
    private static final Duration LONGEST = Duration.ofMillis(CONNECT_MILLIS + RESPONSE_MILLIS);

    /** More than the longest call, for a busy machine. */
    private static final Duration PATIENCE = LONGEST.plusSeconds(3);

    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template = context.createProducerTemplate();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch testEnds = new CountDownLatch(1);
    private Optional<ScriptedServer> server = Optional.empty();

    @BeforeEach
    void start() {
        LinqHttpComponent.bind(context.getRegistry()::bind);
        for (String name : List.of("http", "https")) {
            HttpComponent http = context.getComponent(name, HttpComponent.class);
            http.setAutomaticRetriesDisabled(true);
            http.setContentCompressionDisabled(true);
            http.setConnectTimeout(CONNECT_MILLIS);
            http.setConnectionRequestTimeout(CONNECT_MILLIS);
            http.setResponseTimeout(RESPONSE_MILLIS);
        }
        context.start();
    }

    @AfterEach
    void stop() throws IOException {
        testEnds.countDown();
        context.stop();
        if (server.isPresent()) {
            server.get().close();
        }
    }

    private ScriptedServer serving(ScriptedServer.Script script) throws IOException {
        ScriptedServer started = new ScriptedServer((request, connection) -> {
            requests.incrementAndGet();
            script.answer(request, connection);
        });
        server = Optional.of(started);
        return started;
    }

    private Exchange call(String url, String... options) {
        return template.request(
                url + "?throwExceptionOnFailure=false" + String.join("", options),
                each -> each.getMessage().setBody("{}".getBytes(StandardCharsets.UTF_8)));
    }

    private Exchange call() {
        return call("http://127.0.0.1:" + server.orElseThrow().port() + "/v3");
    }

    private static int status(Exchange answered) {
        assertThat(answered.getException()).isNull();
        return answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }

    private static String body(Exchange answered) {
        byte[] body = answered.getMessage().getBody(byte[].class);
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }

    // Not sent

    private interface Greeting {
        void to(Socket client) throws IOException;
    }

    /** In place of a TLS handshake. */
    private static ServerSocket greeting(Greeting greeting) throws IOException {
        ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    Socket client = door.accept();
                    client.getInputStream().read(new byte[4096]);
                    greeting.to(client);
                }
            } catch (IOException e) {
                assertThat(door.isClosed()).isTrue();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return door;
    }

    private void assertNotSent(Greeting greeting) throws IOException {
        try (ServerSocket door = greeting(greeting)) {
            Instant began = Instant.now();

            assertThat(call("https://127.0.0.1:" + door.getLocalPort() + "/v3").getException())
                    .isInstanceOf(RequestNotSent.class);
            assertThat(Duration.between(began, Instant.now())).isLessThan(PATIENCE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 42, 45, 48, 70, 80, 112, 116})
    void a_handshake_that_ends_with_an_alert_has_sent_nothing(int alert) throws IOException {
        assertNotSent(client -> {
            client.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, (byte) alert});
            client.close();
        });
    }

    @Test
    void a_handshake_that_the_server_disconnects_has_sent_nothing() throws IOException {
        assertNotSent(Socket::close);
        assertNotSent(client -> {
            client.setSoLinger(true, 0);
            client.close();
        });
    }

    @Test
    void a_handshake_that_is_answered_with_something_else_has_sent_nothing() throws IOException {
        assertNotSent(client -> {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            client.close();
        });
        assertNotSent(client -> {
            client.getOutputStream().write(new byte[] {22, 3, 3, 0, 4, 2, 0, 0, 0});
            client.close();
        });
    }

    @Test
    void a_handshake_that_is_never_answered_ends_and_has_sent_nothing() throws IOException {
        assertNotSent(client -> {});
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 407, 502, 503, 504})
    void a_proxy_that_rejects_the_tunnel_has_sent_nothing(int status) throws IOException {
        ScriptedServer proxy = serving((request, connection) -> connection.answer(status, "<html>denied</html>"));

        Exchange refused = call(
                "https://api.example.com/v3",
                "&proxyHost=127.0.0.1&proxyPort=" + proxy.port() + "&proxyAuthScheme=http");

        assertThat(refused.getException())
                .isInstanceOf(RequestNotSent.class)
                .hasMessageContaining("proxy")
                .hasMessageContaining(String.valueOf(status));
    }

    @Test
    void a_proxy_that_disconnects_has_sent_nothing() throws IOException {
        ScriptedServer proxy = serving((request, connection) -> connection.close());

        assertThat(call(
                                "https://api.example.com/v3",
                                "&proxyHost=127.0.0.1&proxyPort=" + proxy.port() + "&proxyAuthScheme=http")
                        .getException())
                .isInstanceOf(RequestNotSent.class);
    }

    @Test
    void a_failed_connection_has_sent_nothing() throws IOException {
        ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        closed.close();

        assertThat(call("http://127.0.0.1:" + closed.getLocalPort() + "/v3").getException())
                .isInstanceOf(RequestNotSent.class);
        assertThat(call("https://nowhere.invalid/v3").getException()).isInstanceOf(RequestNotSent.class);
    }

    @Test
    void a_server_that_disconnects_after_the_request_may_have_read_it() throws IOException {
        serving((request, connection) -> connection.close());

        assertThat(call().getException()).isInstanceOf(IOException.class).isNotInstanceOf(RequestNotSent.class);
        assertThat(requests).hasValue(1);
    }

    @Test
    void a_response_before_the_end_of_the_request_is_read() throws IOException {
        try (ServerSocket door = greeting(client -> {
            client.getOutputStream()
                    .write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            client.close();
        })) {
            Exchange refused = template.request(
                    "http://127.0.0.1:" + door.getLocalPort() + "/v3?throwExceptionOnFailure=false",
                    each -> each.getMessage().setBody(new byte[5_000_000]));

            assertThat(status(refused)).isEqualTo(413);
        }
    }

    // Pooled connections

    @Test
    void a_connection_that_the_server_has_closed_is_not_reused() throws IOException {
        serving((request, connection) -> {
            connection.answer(202, "{}");
            connection.close();
        });

        for (int call = 0; call < 20; call++) {
            assertThat(status(call())).isEqualTo(202);
            // After the disconnect has arrived: servers close this late or later.
            await().pollDelay(Duration.ofMillis(30)).until(() -> true);
        }
        assertThat(requests).hasValue(20);
    }

    @Test
    void a_connection_is_kept_as_long_as_the_server_permits() throws IOException {
        ScriptedServer keeping = serving((request, connection) ->
                connection.write(ScriptedServer.head(202, List.of("Content-Length: 0", "Keep-Alive: timeout=1"))));

        call();
        call();
        assertThat(keeping.connections()).isEqualTo(1);
        await().pollDelay(Duration.ofMillis(1100)).until(() -> true);
        call();
        assertThat(keeping.connections()).isEqualTo(2);
    }

    @Test
    void a_call_can_require_a_new_connection() throws IOException {
        ScriptedServer keeping = serving((request, connection) -> connection.answer(202, "{}"));

        IntStream.range(0, 3)
                .forEach(each -> call("http://127.0.0.1:" + keeping.port() + "/v3", "&connectionClose=true"));

        assertThat(keeping.connections()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}garbage",
                "{}\r\n\r\n",
                "{}HTTP/1.1 408 Request Time-out\r\nContent-Length: 0\r\n\r\n",
                "{}HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}"
            })
    void data_after_a_response_is_not_taken_for_the_next_response(String sent) throws IOException {
        serving((request, connection) ->
                connection.write(ScriptedServer.head(201, List.of("Content-Length: 2")) + sent));

        for (int call = 0; call < 5; call++) {
            assertThat(status(call())).isEqualTo(201);
        }
        assertThat(requests).hasValue(5);
    }

    // Deadline and size

    private void assertEndsInTime() {
        Instant began = Instant.now();
        Exchange ended = call();

        assertThat(Duration.between(began, Instant.now())).isLessThan(PATIENCE);
        assertThat(ended.getException()).isInstanceOf(IOException.class).isNotInstanceOf(RequestNotSent.class);
    }

    @Test
    void a_call_without_a_response_ends_in_time() throws IOException {
        serving((request, connection) -> testEnds.await());

        assertEndsInTime();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 202 Acc", "HTTP/1.1 202 Accepted\r\nX-Slow: "})
    void slow_headers_end_in_time(String head) throws IOException {
        serving((request, connection) -> {
            connection.write(head);
            trickle(connection, "e");
        });

        assertEndsInTime();
    }

    @Test
    void endless_informational_responses_end_in_time() throws IOException {
        serving((request, connection) -> trickle(connection, "HTTP/1.1 102 Processing\r\n\r\n"));

        assertEndsInTime();
    }

    @Test
    void the_status_of_a_response_with_a_slow_body_counts_at_the_timeout() throws IOException {
        serving((request, connection) -> {
            connection.write(ScriptedServer.head(202, List.of("Content-Length: 100000")) + "{\"chat_id\":");
            trickle(connection, " ");
        });
        Instant began = Instant.now();

        Exchange answered = call();

        assertThat(Duration.between(began, Instant.now())).isBetween(LONGEST, PATIENCE);
        assertThat(status(answered)).isEqualTo(202);
        assertThat(body(answered)).startsWith("{\"chat_id\":");
    }

    @Test
    void tls_connections_are_reused_and_calls_end_in_time(@TempDir Path folder) throws Exception {
        KeyStoreParameters keys = keys(folder.resolve("keys"));
        ScriptedServer tls = new ScriptedServer(serverSocket(keys), (request, connection) -> {
            if (requests.incrementAndGet() < 4) {
                connection.answer(202, "{}");
            } else {
                connection.write("HTTP/1.1 202 Acc");
                trickle(connection, "e");
            }
        });
        server = Optional.of(tls);
        context.getComponent("https", HttpComponent.class).setSslContextParameters(trusting(keys));
        String url = "https://127.0.0.1:" + tls.port() + "/v3";

        for (int call = 1; call < 4; call++) {
            assertThat(status(call(url))).isEqualTo(202);
        }
        assertThat(tls.connections()).isEqualTo(1);
        Instant began = Instant.now();
        assertThat(call(url).getException()).isInstanceOf(InterruptedIOException.class);
        assertThat(Duration.between(began, Instant.now())).isBetween(LONGEST, PATIENCE);
    }

    @Test
    void an_untrusted_certificate_is_reported_with_advice(@TempDir Path folder) throws Exception {
        ScriptedServer tls = new ScriptedServer(
                serverSocket(keys(folder.resolve("keys"))), (request, connection) -> connection.answer(202, "{}"));
        server = Optional.of(tls);

        assertThat(call("https://127.0.0.1:" + tls.port() + "/v3").getException())
                .isInstanceOf(RequestNotSent.class)
                .hasMessageContaining("PKIX path building failed")
                .hasMessageContaining("-Djavax.net.ssl.trustStore=");
    }

    private static KeyStoreParameters keys(Path file) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStoreParameters keys = new KeyStoreParameters();
        keys.setResource("file:" + file);
        keys.setPassword(PASSWORD);
        return keys;
    }

    private ServerSocket serverSocket(KeyStoreParameters keys) throws Exception {
        KeyManagersParameters managers = new KeyManagersParameters();
        managers.setKeyStore(keys);
        managers.setKeyPassword(PASSWORD);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setKeyManagers(managers);
        return parameters
                .createSSLContext(context)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static SSLContextParameters trusting(KeyStoreParameters keys) {
        TrustManagersParameters managers = new TrustManagersParameters();
        managers.setKeyStore(keys);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(managers);
        return parameters;
    }

    private void trickle(ScriptedServer.Connection connection, String drop) throws IOException, InterruptedException {
        do {
            connection.write(drop);
        } while (!testEnds.await(50, TimeUnit.MILLISECONDS));
    }

    @Test
    void an_endless_response_is_read_up_to_its_limit() throws IOException {
        serving((request, connection) -> {
            connection.write(ScriptedServer.head(400, List.of()) + "{\"error\": ");
            while (true) {
                connection.write(" ".repeat(100_000));
            }
        });

        Exchange answered = call();

        assertThat(status(answered)).isEqualTo(400);
        assertThat(body(answered)).hasSize(ResponseInterpreter.MAX_BODY_BYTES);
    }

    // The status counts, whatever the body

    private void assertAnswer(String rest, String body) throws IOException {
        serving((request, connection) -> {
            connection.write("HTTP/1.1 202 Accepted\r\n" + rest);
            connection.close();
        });

        Exchange answered = call();

        assertThat(status(answered)).isEqualTo(202);
        assertThat(body(answered)).isEqualTo(body);
        server.orElseThrow().close();
    }

    @Test
    void an_empty_body_declared_as_compressed_is_empty() throws IOException {
        assertAnswer("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "");
        assertAnswer("Content-Encoding: deflate\r\nContent-Length: 0\r\n\r\n", "");
        assertAnswer("Content-Encoding: br\r\n\r\n", "");
        assertAnswer("Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", "{}");
    }

    @Test
    void a_truncated_body_is_used() throws IOException {
        assertAnswer("Content-Length: 100\r\n\r\n{\"chat_id\": \"c", "{\"chat_id\": \"c");
        assertAnswer("Transfer-Encoding: chunked\r\n\r\n5\r\n{\"cha", "{\"cha");
        assertAnswer("Transfer-Encoding: chunked\r\n\r\n5\r\n{\"cha\r\nzz\r\n", "{\"cha");
        assertAnswer("Content-Length: 10000\r\n\r\n", "");
    }

    @Test
    void an_unrequested_compression_is_undone() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write("{\"chat_id\": \"chat-1\"}".getBytes(StandardCharsets.UTF_8));
        }
        serving((request, connection) -> {
            assertThat(request.headers()).doesNotContainEntry("accept-encoding", "gzip");
            connection.write(
                    ScriptedServer.head(202, List.of("Content-Encoding: gzip", "Content-Length: " + packed.size())));
            connection.write(packed.toByteArray());
        });

        assertThat(body(call())).isEqualTo("{\"chat_id\": \"chat-1\"}");
    }

    @Test
    void large_headers_are_read() throws IOException {
        assertAnswer("X-Large: " + "x".repeat(120_000) + "\r\nContent-Length: 2\r\n\r\n{}", "{}");
        assertAnswer("Set-Cookie: a=b\r\n".repeat(900) + "Content-Length: 2\r\n\r\n{}", "{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Cache HIT from gw-3\r\n",
                "X-Served-By : gw-3\r\n",
                ": nameless\r\n",
                ":\r\n",
                " folded from nothing\r\n",
                "X-Folded: one\r\n two\r\n\tthree\r\n",
                "X-Name: caf\u00e9 \u65e5\u672c\r\n",
                "HTTP/1.1 200 OK\r\n",
                "<!-- debug -->\r\n"
            })
    void a_malformed_header_is_ignored(String line) throws IOException {
        assertAnswer(line + "Content-Length: 2\r\n\r\n{}", "{}");
        assertAnswer("Content-Length: 2\r\n" + line + "\r\n{}", "{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 2\r\n",
                "Content-Length: 2, 2\r\n",
                "Content-Length: 2\r\ncontent-length:3\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: undefined\r\n",
                "Content-Length: 2.0\r\n",
                "Content-Length:\r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Transfer-Encoding: identity\r\n",
                "Transfer-Encoding: identity\r\nContent-Length: 2\r\n",
                "Transfer-Encoding: none\r\n",
                "Content-Length : 2\r\n",
                ""
            })
    void a_body_is_read_whatever_its_declared_length(String headers) throws IOException {
        assertAnswer(headers + "\r\n{}", "{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: Chunked;q=1\r\n\r\n0002 ;a=b\r\n{}\r\n0\r\nX-Sum: 1\r\nno header\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1 \r\n}\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n-1\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nffffffffffffffffff\r\n",
            })
    void chunks_are_read_up_to_the_first_malformed_one(String answer) throws IOException {
        assertAnswer(answer, "{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 202\r\n",
                "HTTP/1.1 202 \r\n",
                "HTTP/1.1  202  Accepted\r\n",
                "HTTP/1.0 202 Accepted\r\n",
                "HTTP/1.0 202 Accepted\r\nConnection: keep-alive\r\n",
                "HTTP/1.2 202 Accepted\r\n",
                "HTTP/1.1 202 Accept\u00e9 \u65e5\u672c\r\n",
                "HTTP/1.1 202 Accepted\n",
                "\r\n\r\nHTTP/1.1 202 Accepted\r\n"
            })
    void the_status_line_is_read_as_servers_write_it(String line) throws IOException {
        serving((request, connection) -> connection.write(line + "Content-Length: 2\r\n\r\n{}"));

        for (int call = 0; call < 2; call++) {
            Exchange answered = call();
            assertThat(status(answered)).isEqualTo(202);
            assertThat(body(answered)).isEqualTo("{}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0015\u0003\u0003\u0000\u0002\u0002\n",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "220 mail.example.com ESMTP\r\n",
                "<html>Welcome</html>\n",
                "HTTP/2 202 \r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 2020 Accepted\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"
            })
    void a_response_of_another_protocol_is_reported_as_such(String greeting) throws IOException {
        serving((request, connection) -> connection.write(greeting));

        assertThat(call().getException())
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(RequestNotSent.class)
                .hasMessageContaining("the response is not HTTP/1.1; check LINQ_API_URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 2", "HTTP/1.1 202 Accepted", "HTTP/1.1 202 Accepted\r\nContent-"})
    void truncated_headers_are_no_response(String head) throws IOException {
        serving((request, connection) -> {
            connection.write(head);
            connection.close();
        });

        assertThat(call().getException()).isInstanceOf(IOException.class).isNotInstanceOf(RequestNotSent.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Large: %s\r\n", "Set-Cookie: a=b\r\n"})
    void endless_headers_are_no_response_and_fill_no_memory(String line) throws IOException {
        serving((request, connection) -> {
            connection.write("HTTP/1.1 202 Accepted\r\n");
            while (true) {
                connection.write(line.formatted("x".repeat(10_000)));
            }
        });

        assertThat(call().getException())
                .isInstanceOf(MessageConstraintException.class)
                .isNotInstanceOf(RequestNotSent.class);
    }

    @Test
    void an_informational_response_is_followed_by_the_response() throws IOException {
        serving((request, connection) -> connection
                .write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n")
                .answer(202, "{}"));

        assertThat(status(call())).isEqualTo(202);
    }

    @Test
    void a_retry_date_is_by_the_clock_of_the_server() throws IOException {
        serving((request, connection) -> connection.write(ScriptedServer.head(
                429,
                List.of(
                        "Date: Fri, 21 Aug 2020 09:00:00 GMT",
                        "Retry-After: Fri, 21 Aug 2020 09:00:20 GMT",
                        "Content-Length: 0"))));

        assertThat(call().getMessage().getHeader("Retry-After", String.class)).isEqualTo("20");
    }
}
