package dev.linqroutes.linq;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.create;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.ledger.TestLedger;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.media.MediaStore;
import dev.linqroutes.ledger.media.MediaUploads;
import dev.linqroutes.ledger.media.StoredMedia;
import dev.linqroutes.ledger.model.MediaFile;
import dev.linqroutes.testing.TestClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload that fails is tried again; what fails for good is told to the messages that wait for it. */
class MediaUploaderTest {
    private static final Duration MAX_ELAPSED = Duration.ofHours(1);
    private static final Duration MAX_NOT_READY = Duration.ofMinutes(2);
    private static final byte[] CONTENT = new byte[1_200_000];

    private final TestClock clock = new TestClock();
    private final TestLedger ledger = TestLedger.inMemory(clock).open();
    private final MediaUploads uploads = new MediaUploads(ledger.database, clock, Duration.ofHours(24));
    private final CircuitBreaker circuitBreaker =
            new CircuitBreaker(clock, Duration.ofSeconds(5), Duration.ofSeconds(35), 5);
    private final Queue<Integer> statuses = new ArrayDeque<>();
    private final List<String> received = new ArrayList<>();
    private HttpServer storage;
    private MediaUploader uploader;

    @BeforeEach
    void open() throws Exception {
        storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        storage.createContext("/", this::receive);
        storage.start();
        uploader = new MediaUploader(
                uploads,
                circuitBreaker,
                new RetryBackoff(Duration.ofSeconds(1), Duration.ofMinutes(1), MAX_ELAPSED, MAX_NOT_READY, () -> 1),
                Duration.ofSeconds(5),
                URI.create(origin() + "/v3"),
                clock);
        ledger.accept(create("create", "a", 1));
        ledger.work(ledger.onlyMailbox());
        MediaFile file = new MediaFile(
                "a.png",
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT)),
                "image/png",
                CONTENT.length);
        ledger.acceptance.accept(new MediaStore(ledger.database, clock, any -> new ByteArrayInputStream(CONTENT))
                .store(List.of(aCommand("c").toGroup("a").withFile(file))));
        assertThat(ledger.claim()).isEmpty();
    }

    @AfterEach
    void close() {
        storage.stop(0);
        ledger.close();
    }

    private String origin() {
        return "http://127.0.0.1:" + storage.getAddress().getPort();
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        received.add(Stream.of("Content-Type", "X-Token", "Content-Length", "Authorization")
                        .map(name -> String.valueOf(exchange.getRequestHeaders().getFirst(name)))
                        .toList()
                + " " + exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + Arrays.equals(body, CONTENT));
        exchange.sendResponseHeaders(Optional.ofNullable(statuses.poll()).orElse(200), -1);
        exchange.close();
    }

    private StoredMedia claim() throws InterruptedException {
        return uploader.claimDue().get(0);
    }

    private void uploadTo(String url) throws InterruptedException {
        answer(
                201,
                """
                {"attachment_id": "attachment-1", "upload_url": "%1$s", "http_method": "PUT", "download_url": "%1$s/file",
                 "required_headers": {"Content-Type": "image/png", "X-Token": "t", "Content-Length": "1200000"}}"""
                        .formatted(url));
    }

    private void answer(int status, String body) throws InterruptedException {
        StoredMedia claimed = claim();
        uploader.upload(
                claimed,
                LinqResponse.parse(status, Optional.empty(), Optional.empty(), body.getBytes(StandardCharsets.UTF_8)));
        uploader.end(claimed);
    }

    private Mailbox mailbox() throws Exception {
        clock.advance(Duration.ofMinutes(1));
        return ledger.onlyMailbox();
    }

    @Test
    void space_is_reserved_for_a_name_a_type_and_a_size() throws Exception {
        assertThat(uploader.reservationRequest(claim()))
                .isEqualTo(new LinqRequest(
                        "POST",
                        "/attachments",
                        "{\"filename\":\"a.png\",\"content_type\":\"image/png\",\"size_bytes\":1200000}"));
    }

    @Test
    void the_bytes_are_sent_with_the_required_headers_and_without_the_api_key() throws Exception {
        uploadTo(origin() + "/files/1?signature=a%2Fb%3D");

        assertThat(received).containsExactly("[image/png, t, 1200000, null] PUT /files/1?signature=a%2Fb%3D true");
        assertThat(mailbox().nextCall().body()).contains("\"attachment-1\"");
    }

    @Test
    void the_address_of_the_file_is_kept_if_linq_can_reach_it() throws Exception {
        uploadTo(origin() + "/1");
        assertThat(storedAddress()).isEqualTo(origin() + "/1/file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"download_url\": null,",
                "\"download_url\": \"ftp://x.example/a\",",
                "\"download_url\": \"no url\","
            })
    void an_answer_without_an_address_of_the_file_is_enough_for_messages(String field) throws Exception {
        answer(201, "{\"attachment_id\": \"attachment-1\", " + field + " \"upload_url\": \"" + origin() + "/1\"}");

        assertThat(storedAddress()).isEqualTo("null");
        assertThat(mailbox().nextCall().body()).contains("\"attachment-1\"");
    }

    private String storedAddress() {
        return ledger.database
                .jdbi()
                .withHandle(handle -> String.valueOf(handle.createQuery("SELECT download_url FROM media")
                        .mapTo(String.class)
                        .one()));
    }

    @Test
    void bytes_that_were_not_received_are_sent_again_to_the_same_address() throws Exception {
        statuses.addAll(List.of(503, 200));

        uploadTo(origin() + "/1");

        assertThat(received).hasSize(2);
        assertThat(mailbox().nextCall().body()).contains("\"attachment-1\"");
    }

    @Test
    void after_more_failures_new_space_is_reserved_later_until_the_time_for_retries_is_over() throws Exception {
        statuses.addAll(List.of(503, 503));
        uploadTo(origin() + "/1");
        assertThat(uploader.claimDue()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        statuses.addAll(List.of(500, 500));
        uploadTo(origin() + "/2");
        clock.advance(MAX_ELAPSED);
        statuses.addAll(List.of(500, 500));
        uploadTo(origin() + "/3");

        assertThat(mailbox().problem())
                .contains("file \"a.png\" could not be uploaded: the upload was answered with HTTP 500");
        assertThat(uploader.claimDue()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 412})
    void an_address_that_refuses_the_file_is_replaced_and_gets_it_once_only(int status) throws Exception {
        statuses.add(status);
        uploadTo(origin() + "/1");
        assertThat(received).hasSize(1);
        assertThat(uploader.claimDue()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        uploadTo(origin() + "/2");

        assertThat(received).hasSize(2);
        assertThat(mailbox().nextCall().body()).contains("\"attachment-1\"");
    }

    @Test
    void a_file_that_each_address_refuses_fails_soon_with_what_to_do() throws Exception {
        statuses.addAll(List.of(503, 503));
        uploadTo(origin() + "/1");
        clock.advance(MAX_NOT_READY.multipliedBy(2));
        statuses.add(403);
        uploadTo(origin() + "/2");
        clock.advance(MAX_NOT_READY);
        statuses.add(403);
        uploadTo(origin() + "/3");

        assertThat(mailbox().problem().orElseThrow())
                .startsWith(
                        "file \"a.png\" could not be uploaded: the upload was answered with HTTP 403 at each address that"
                                + " Linq has reserved since ")
                .endsWith(
                        "; check that no proxy or firewall refuses PUT requests to 127.0.0.1, then replay the command");
        assertThat(uploader.claimDue()).isEmpty();
    }

    @Test
    void refusals_with_another_failure_between_them_are_not_for_good() throws Exception {
        statuses.add(403);
        uploadTo(origin() + "/1");
        clock.advance(MAX_NOT_READY);
        statuses.addAll(List.of(500, 500));
        uploadTo(origin() + "/2");
        clock.advance(Duration.ofMinutes(1));
        statuses.add(403);
        uploadTo(origin() + "/3");
        clock.advance(Duration.ofMinutes(1));

        assertThat(uploader.claimDue()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"413, the file is too large; send a smaller one", "415, files of this type are not taken"})
    void a_file_that_no_address_takes_fails_at_once(int status, String reason) throws Exception {
        statuses.add(status);
        uploadTo(origin() + "/1");

        assertThat(received).hasSize(1);
        assertThat(mailbox().problem().orElseThrow()).contains("HTTP " + status + ": " + reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 408, 425, 429, 500, 503})
    void an_answer_that_passes_is_followed_by_another_attempt_at_the_same_address(int status) throws Exception {
        statuses.add(status);
        uploadTo(origin() + "/1");

        assertThat(received).hasSize(2);
        assertThat(mailbox().nextCall().body()).contains("\"attachment-1\"");
    }

    @Test
    void an_address_without_encryption_gets_nothing() throws Exception {
        uploadTo("http://localhost:" + storage.getAddress().getPort() + "/1");

        assertThat(received).isEmpty();
        assertThat(mailbox().problem().orElseThrow()).contains("not https");
    }

    @Test
    void what_linq_refuses_fails_at_once_with_its_reason() throws Exception {
        answer(400, "{\"error\": {\"status\": 400, \"code\": 5004, \"message\": \"Type not supported\"}}");

        assertThat(mailbox().problem().orElseThrow()).contains("Type not supported");
    }

    @Test
    void nothing_fails_for_a_rejected_key_a_rate_limit_or_an_outage() throws Exception {
        answer(429, "{\"error\": {\"status\": 429, \"code\": 1007, \"message\": \"Slow\", \"retry_after\": 1}}");
        clock.advance(MAX_ELAPSED.multipliedBy(3));
        uploader.recordNoResponse(claim(), new ConnectException("refused"));
        clock.advance(Duration.ofSeconds(1));
        answer(401, "{\"error\": {\"status\": 401, \"code\": 2004, \"message\": \"Key\"}}");
        assertThat(uploader.claimDue()).as("the circuit is open").isEmpty();
        clock.advance(Duration.ofSeconds(5));
        uploadTo(origin() + "/1");

        assertThat(mailbox().nextCall().body()).contains("\"attachment-1\"");
    }

    @Test
    void an_answer_without_an_address_is_no_reservation() throws Exception {
        answer(200, "{\"attachment_id\": \"a\\\"b\", \"upload_url\": \"https://example.com\"}");
        clock.advance(Duration.ofSeconds(1));
        uploadTo("no url");
        clock.advance(Duration.ofSeconds(2));
        uploadTo("//127.0.0.1/without-a-scheme");
        clock.advance(Duration.ofSeconds(4));

        assertThat(received).isEmpty();
        assertThat(uploader.claimDue()).hasSize(1);
    }

    @Test
    void an_unexpected_error_is_an_attempt_and_the_upload_ends_eventually() throws Exception {
        StoredMedia claimed = claim();
        uploader.recordUnexpectedError(claimed, new IllegalStateException("a bug"));
        uploader.end(claimed);
        assertThat(uploader.claimDue()).isEmpty();
        clock.advance(MAX_ELAPSED.plusSeconds(1));
        claimed = claim();
        uploader.recordUnexpectedError(claimed, new IllegalStateException("a bug"));
        uploader.end(claimed);

        assertThat(mailbox().problem())
                .contains("file \"a.png\" could not be uploaded: unexpected error: IllegalStateException: a bug");
    }
}
