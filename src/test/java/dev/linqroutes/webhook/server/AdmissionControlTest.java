package dev.linqroutes.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.webhook.verify.WebhookResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile and broken clients, and their effect on regular ones. */
class AdmissionControlTest extends WebhookServerRig {
    private static final int MAX_BODY = 1_000_000;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String LINE = "POST /webhooks/linq HTTP/1.1\r\nHost: 127.0.0.1\r\n";

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private Socket open(String sent) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        sockets.add(socket);
        write(socket, sent);
        return socket;
    }

    private static void write(Socket socket, String sent) throws IOException {
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads until the server closes the connection. */
    private static String readAll(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketException e) {
            // The server closed the connection without reading our last bytes; its response was received before.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Status line and headers of one response. */
    private static String readHead(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        int each;
        while (head.indexOf("\r\n\r\n") < 0 && (each = in.read()) >= 0) {
            head.append((char) each);
        }
        return head.toString();
    }

    private String signedHeaders(String id, String body, Predicate<String> wanted) {
        return signed(id, body).headers().entrySet().stream()
                .filter(header -> wanted.test(header.getKey()))
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining());
    }

    private String signedHeaders(String id, String body) {
        return signedHeaders(id, body, name -> true);
    }

    private static String length(int bytes) {
        return "Content-Length: " + bytes + "\r\n";
    }

    // Incomplete bodies

    @Test
    void an_overdue_body_gets_503_and_its_connection_is_closed() throws Exception {
        Socket slow = open(LINE + length(1_000) + "\r\n" + "x".repeat(900));
        assertThat(post("e-1", body(1)).get()).isEqualTo(200);
        advanceClock(AdmissionControl.BODY_TIMEOUT.plusNanos(1));

        assertThat(readAll(slow)).startsWith("HTTP/1.1 503 ");
        assertThat(responses.count(WebhookResult.BODY_TIMEOUT)).isOne();
        assertThat(responses.count(WebhookResult.STORED)).isOne();
    }

    @Test
    void a_slow_body_does_not_block_other_webhooks() throws Exception {
        Socket slow = open(LINE + length(1_000) + "\r\n");
        advanceClock(LONGEST_WAIT.plusSeconds(1));

        assertThat(post("e-1", body(1)).get()).isEqualTo(200);
        assertThat(slow.getInputStream().available()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nffff\r\n"})
    void incomplete_bodies_do_not_displace_complete_ones(String declared) throws Exception {
        List<Socket> hostile = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            hostile.add(open(LINE + declared + "x".repeat(10_000)));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(post("e-" + i, body(i)).get()).isEqualTo(200);
        }

        assertThat(readAll(hostile.get(0))).startsWith("HTTP/1.1 503 ");
        assertThat(responses.count(WebhookResult.NO_ROOM)).isBetween(25L, 30L);
        assertThat(loggedReasons()).containsExactly("evicted: admission buffer full, body still incomplete");
    }

    @Test
    void a_small_incomplete_body_survives_a_flood_of_large_ones() throws Exception {
        String body = body(1);
        Socket honest =
                open(LINE + signedHeaders("e-1", body) + length(body.length()) + "\r\n" + body.substring(0, 10));
        for (int i = 0; i < 60; i++) {
            open(LINE + length(MAX_BODY) + "\r\n");
        }
        await().atMost(SOON).until(() -> responses.count(WebhookResult.NO_ROOM) > 20);
        write(honest, body.substring(10));

        assertThat(readHead(honest)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void disconnected_clients_release_their_space() throws Exception {
        for (int i = 0; i < 31; i++) {
            open(LINE + length(MAX_BODY) + "\r\nx");
        }
        close();
        ledger = new CompletableFuture<>();
        String large = body(1) + " ".repeat(900_000);
        List<CompletableFuture<Integer>> honest = Stream.iterate(0, i -> i + 1)
                .limit(31)
                .map(i -> post("e-" + i, large))
                .toList();
        await().atMost(SOON).until(() -> stored.size() == honest.size());
        ledger.complete(null);

        assertThat(honest).allSatisfy(status -> assertThat(status.get()).isEqualTo(200));
    }

    // Too large

    @Test
    void an_oversized_body_gets_503_and_is_counted_whether_its_length_is_declared_or_not() throws Exception {
        assertThat(readHead(open(LINE + length(MAX_BODY + 1) + "\r\n"))).startsWith("HTTP/1.1 503 ");
        Socket chunked = open(LINE + "Transfer-Encoding: chunked\r\n\r\n");
        write(chunked, "f4241\r\n" + "x".repeat(MAX_BODY + 1) + "\r\n0\r\n\r\n");
        assertThat(readHead(chunked)).startsWith("HTTP/1.1 503 ");

        assertThat(responses.count(WebhookResult.TOO_LARGE)).isEqualTo(2);
        assertThat(post("e-1", body(1) + " ".repeat(MAX_BODY - body(1).length()))
                        .get())
                .isEqualTo(200);
    }

    @Test
    void a_body_limit_above_the_buffer_size_fails_the_start() {
        EventIntake intake = new EventIntake(type -> false, event -> ledger, () -> lag, LONGEST_WAIT, Runnable::run);

        assertThatThrownBy(() -> new AdmissionControl(MAX_BODY, MAX_BODY, intake, responses, nanos::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("setting camel.server.maxBodySize must be from 1 to 995904, is 1000000");
    }

    // Early refusals

    @Test
    void a_connection_can_be_reused_after_an_early_refusal() throws Exception {
        String body = body(1);
        lag = LONGEST_WAIT.plusMillis(1);
        Socket socket = open(LINE + length(500_000) + "\r\n" + "x".repeat(500_000));
        assertThat(readHead(socket)).startsWith("HTTP/1.1 503 ");

        lag = Duration.ZERO;
        write(socket, LINE + signedHeaders("e-1", body) + length(body.length()) + "\r\n" + body);

        assertThat(readHead(socket)).startsWith("HTTP/1.1 200 ");
    }

    // Signature headers

    @Test
    void signature_headers_count_only_as_headers_and_not_in_the_query() throws Exception {
        String body = body(1);
        String query = signed("e-1", body).headers().entrySet().stream()
                .map(header -> header.getKey() + "="
                        + header.getValue().replace("+", "%2B").replace("=", "%3D"))
                .collect(Collectors.joining("&"));
        for (String header : List.of("webhook-id", "webhook-timestamp", "webhook-signature", "")) {
            String rest = signedHeaders("e-1", body, name -> !header.isEmpty() && !name.equals(header));
            String request = "POST /webhooks/linq?" + query + " HTTP/1.1\r\nHost: a\r\n" + rest + length(body.length())
                    + "\r\n" + body;

            assertThat(readHead(open(request)))
                    .as(header)
                    .startsWith(header.isEmpty() ? "HTTP/1.1 401 " : "HTTP/1.1 503 ");
        }
        assertThat(stored).isEmpty();
        String withBoth = "POST /webhooks/linq?" + query.replace("e-1", "e-2") + " HTTP/1.1\r\nHost: a\r\n"
                + signedHeaders("e-1", body) + length(body.length()) + "\r\n" + body;
        assertThat(readHead(open(withBoth))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void one_valid_signature_among_several_header_lines_is_enough() throws Exception {
        String body = body(1);

        assertThat(readHead(open(LINE + "webhook-signature: v1,AAAA\r\n" + signedHeaders("e-1", body)
                        + length(body.length()) + "\r\n" + body)))
                .startsWith("HTTP/1.1 200 ");
    }

    // HTTP

    @Test
    void a_webhook_may_be_chunked_or_http_1_0_or_expect_100_continue() throws Exception {
        String body = body(1);
        String headers = signedHeaders("e-1", body);
        String chunks = body.chars()
                .mapToObj(each -> "1\r\n" + (char) each + "\r\n")
                .collect(Collectors.joining("", "", "0\r\n\r\n"));
        assertThat(readHead(open(LINE + headers + "Transfer-Encoding: chunked\r\n\r\n" + chunks)))
                .startsWith("HTTP/1.1 200 ");
        assertThat(readHead(open(LINE.replace("1.1", "1.0") + headers + length(body.length()) + "\r\n" + body)))
                .startsWith("HTTP/1.0 200 ");
        Socket expecting = open(LINE + headers + length(body.length()) + "Expect: 100-continue\r\n\r\n");
        assertThat(readHead(expecting)).startsWith("HTTP/1.1 100 ");
        write(expecting, body);
        assertThat(readHead(expecting)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void a_few_pipelined_requests_are_answered_in_order_and_many_close_the_connection() throws Exception {
        String body = body(1);
        String request = LINE + signedHeaders("e-1", body) + length(body.length()) + "\r\n" + body;
        Socket few = open(request.repeat(3));
        for (int i = 0; i < 3; i++) {
            assertThat(readHead(few)).startsWith("HTTP/1.1 200 ");
        }
        stored.clear();
        ledger = new CompletableFuture<>();

        assertThat(readAll(open(request.repeat(100)))).isEmpty();
        assertThat(stored).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void oversized_heads_are_refused_and_a_possible_webhook_gets_503() throws Exception {
        assertThat(readAll(open(LINE + "X: " + "x".repeat(9_000) + "\r\n\r\n"))).startsWith("HTTP/1.1 503 ");
        assertThat(readAll(open(LINE + "X: x\r\n".repeat(3_000) + "\r\n"))).startsWith("HTTP/1.1 503 ");
        assertThat(responses.count(WebhookResult.UNVERIFIABLE)).isEqualTo(2);
        assertThat(readAll(open("GET / HTTP/1.1\r\nX: " + "x".repeat(9_000) + "\r\n\r\n")))
                .startsWith("HTTP/1.1 431 ");
        assertThat(readAll(open("POST /" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n")))
                .contains(" 414 ");
    }

    @Test
    void http_2_is_disabled() throws Exception {
        String frames = "\0\0\0\4\0\0\0\0\0";

        assertThat(readAll(open("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frames))).contains(" 501 ");
        assertThat(readHead(open("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                        + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")))
                .startsWith("HTTP/1.1 404 ");
    }
}
