package dev.linqroutes.webhook.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookVerifierTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEXT_SECRET = "whsec_bmV4dCBzZWNyZXQgZm9yIHJvdGF0aW9u";
    private static final String STRANGE_SECRET = "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldCEh";
    private static final byte[] KEY = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final String ID = "msg_1";
    private static final String BODY =
            "{\"event_id\": \"e-1\",  \"event_type\":\"message.sent\", \"text\":\"Grüße 🚧\"}\n";

    private static final String VECTOR = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final Instant NOW = new TestClock().instant();
    private static final CamelContext CAMEL = new DefaultCamelContext();

    private final TestClock clock = new TestClock();
    private final WebhookVerifier webhooks = webhooks(SECRET);

    private WebhookVerifier webhooks(String... secrets) {
        return new WebhookVerifier(List.of(secrets), false, clock);
    }

    @BeforeAll
    static void start() {
        CAMEL.start();
    }

    @AfterAll
    static void stop() {
        CAMEL.stop();
    }

    // The specification

    @Test
    void the_specifications_test_vector_is_accepted() throws Exception {
        Instant time = Instant.ofEpochSecond(1_614_265_330);
        clock.advance(Duration.between(clock.instant(), time));
        String id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        String body = "{\"test\": 2432232314}";

        assertThat(signature(SECRET, id, time, body)).isEqualTo(VECTOR);
        assertThat(webhooks.verify(request(id, time, VECTOR, body)).eventId()).isEqualTo(id);
    }

    @Test
    void any_signature_of_the_specifications_library_is_accepted() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            byte[] key = new byte[24 + random.nextInt(41)];
            random.nextBytes(key);
            String secret = "whsec_" + Base64.getEncoder().encodeToString(key);
            String body = random.ints(random.nextInt(500), 0, 0xD800)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String id = "msg_" + random.nextInt(1_000_000);
            Instant time = NOW.plusSeconds(random.nextInt(601) - 300);

            assertThat(webhooks(secret)
                            .verify(request(id, time, signature(secret, id, time, body), body))
                            .body())
                    .isEqualTo(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    // Accepted

    @Test
    void a_signed_event_is_kept_byte_for_byte() throws Exception {
        VerifiedEvent event = webhooks.verify(signed(SECRET, BODY));

        assertThat(event.eventId()).isEqualTo("e-1");
        assertThat(event.eventType()).isEqualTo("message.sent");
        assertThat(event.body()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{", "[]", "\uFEFF{}", "{\"a\":1}\r\n"})
    void a_signed_body_is_accepted_whatever_its_content(String body) throws Exception {
        assertThat(webhooks.verify(signed(SECRET, body)).body()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {SECRET, NEXT_SECRET})
    void every_configured_secret_is_accepted_during_rotation(String secret) throws Exception {
        WebhookVerifier rotating = webhooks(SECRET, NEXT_SECRET);

        assertThat(rotating.verify(signed(secret, BODY)).eventId()).isEqualTo("e-1");
    }

    @Test
    void one_valid_signature_among_several_is_enough() throws Exception {
        String good = signature(SECRET, ID, NOW, BODY);
        String bad = signature(STRANGE_SECRET, ID, NOW, BODY);

        assertThat(webhooks.verify(request(ID, NOW, "v2,abc " + bad + " " + good, BODY))
                        .eventId())
                .isEqualTo("e-1");
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 0, 300})
    void a_timestamp_up_to_five_minutes_off_is_accepted(long seconds) throws Exception {
        Instant time = NOW.plusSeconds(seconds);

        assertThat(webhooks.verify(request(ID, time, signature(SECRET, ID, time, BODY), BODY))
                        .eventId())
                .isEqualTo("e-1");
    }

    // Rejected

    @Test
    void a_signature_by_another_secret_is_rejected() throws Exception {
        assertRejected(signed(STRANGE_SECRET, BODY));
        assertThatThrownBy(() -> webhooks(SECRET, NEXT_SECRET).verify(signed(STRANGE_SECRET, BODY)))
                .isInstanceOf(WebhookRejected.class);
    }

    @Test
    void a_removed_secret_is_rejected() throws Exception {
        SignedRequest old = signed(SECRET, BODY);

        assertThatThrownBy(() -> webhooks(NEXT_SECRET).verify(old)).isInstanceOf(WebhookRejected.class);
    }

    @Test
    void a_request_without_any_signature_header_is_rejected() {
        assertRejected(standard(bytes(BODY), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** A proxy has removed some of them: it may be Linq's, which does not retry a 4xx. */
    @Test
    void a_request_without_one_of_the_signature_headers_is_deferred() throws Exception {
        SignedRequest good = signed(SECRET, BODY);

        assertDeferred(
                standard(good.body(), Optional.empty(), good.timestamp(), good.signature()), "webhook-id is missing");
        assertDeferred(
                standard(good.body(), good.id(), Optional.empty(), good.signature()), "webhook-timestamp is missing");
        assertDeferred(
                standard(good.body(), good.id(), good.timestamp(), Optional.empty()), "webhook-signature is missing");
    }

    @Test
    void an_empty_body_is_deferred_unless_it_is_signed() throws Exception {
        SignedRequest good = signed(SECRET, BODY);

        assertDeferred(standard(new byte[0], good.id(), good.timestamp(), good.signature()), "body is empty");
        assertThat(webhooks.verify(signed(SECRET, "")).body()).isEmpty();
    }

    @Test
    void a_body_encoded_as_base64_by_a_gateway_is_stored_decoded() throws Exception {
        SignedRequest good = signed(SECRET, BODY);
        byte[] coded = Base64.getEncoder().encode(good.body());

        assertThat(webhooks.verify(standard(coded, good.id(), good.timestamp(), good.signature()))
                        .body())
                .isEqualTo(good.body());
        assertRejected(standard(coded, Optional.of("msg_2"), good.timestamp(), good.signature()));
    }

    @Test
    void an_altered_body_is_rejected() throws Exception {
        SignedRequest good = signed(SECRET, BODY);
        byte[] altered = BODY.replace("e-1", "e-2").getBytes(StandardCharsets.UTF_8);

        assertRejected(standard(altered, good.id(), good.timestamp(), good.signature()));
    }

    @Test
    void a_reserialized_body_is_rejected() throws Exception {
        SignedRequest good = signed(SECRET, "{\"a\": 1}");

        assertRejected(
                standard("{\"a\":1}".getBytes(StandardCharsets.UTF_8), good.id(), good.timestamp(), good.signature()));
    }

    @Test
    void an_altered_id_is_rejected() throws Exception {
        SignedRequest good = signed(SECRET, BODY);

        assertRejected(standard(good.body(), Optional.of("msg_2"), good.timestamp(), good.signature()));
    }

    @Test
    void an_altered_timestamp_is_rejected() throws Exception {
        assertRejected(request(ID, NOW.minusSeconds(1), signature(SECRET, ID, NOW, BODY), BODY));
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301})
    void a_signed_request_more_than_five_minutes_off_is_deferred(long seconds) throws Exception {
        Instant time = NOW.plusSeconds(seconds);
        SignedRequest request = request(ID, time, signature(SECRET, ID, time, BODY), BODY);

        assertThatThrownBy(() -> webhooks.verify(request))
                .isInstanceOf(WebhookDeferred.class)
                .hasMessageContaining(seconds < 0 ? "sent 301 s ago" : "sent 301 s in the future");
    }

    @Test
    void a_retry_is_accepted_once_the_clock_is_right() throws Exception {
        SignedRequest request = signed(SECRET, BODY);
        clock.advance(Duration.ofMinutes(20));
        assertThatThrownBy(() -> webhooks.verify(request)).isInstanceOf(WebhookDeferred.class);

        clock.advance(Duration.ofMinutes(-20));

        assertThat(webhooks.verify(request).eventId()).isEqualTo("e-1");
    }

    @Test
    void a_forged_request_with_an_old_timestamp_is_rejected() throws Exception {
        Instant time = NOW.minusSeconds(301);

        assertThatThrownBy(() -> webhooks.verify(request(ID, time, signature(STRANGE_SECRET, ID, time, BODY), BODY)))
                .isInstanceOf(WebhookRejected.class)
                .hasMessage("no configured secret matches its signature; sent 301 s ago");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "v1", "v1,", ",v1", "v1,!!!", "v2,abc", "sha256=abc", "v1 v1"})
    void a_malformed_signature_is_rejected(String signature) {
        assertRejected(request(ID, NOW, signature, BODY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "soon", "-1", "1e9", "99999999999999999999", "9223372036854775807", "999999999999999999"})
    void a_malformed_timestamp_is_rejected(String time) throws Exception {
        SignedRequest good = signed(SECRET, BODY);

        assertRejected(standard(good.body(), good.id(), Optional.of(time), good.signature()));
    }

    @Test
    void a_body_that_is_not_utf_8_is_verified_as_raw_bytes() throws Exception {
        byte[] broken = "{\"text\":\"\u00FC\"}".getBytes(StandardCharsets.ISO_8859_1);
        SignedRequest mended = signed(SECRET, "{\"text\":\"\uFFFD\"}");
        String own =
                "v1," + Base64.getEncoder().encodeToString(hmac(KEY, ID + "." + NOW.getEpochSecond() + ".", broken));

        assertRejected(standard(broken, mended.id(), mended.timestamp(), mended.signature()));
        assertThat(webhooks.verify(standard(broken, mended.id(), mended.timestamp(), Optional.of(own)))
                        .body())
                .isEqualTo(broken);
    }

    // The legacy scheme

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256="})
    void the_legacy_signature_is_accepted_if_enabled(String prefix) throws Exception {
        WebhookVerifier legacy = new WebhookVerifier(List.of(STRANGE_SECRET, SECRET), true, clock);

        assertThat(legacy.verify(legacy(NOW, prefix + legacySignature(NOW))).eventId())
                .isEqualTo("e-1");
        assertThatThrownBy(() -> legacy.verify(legacy(NOW, prefix + legacySignature(NOW.plusSeconds(1)))))
                .isInstanceOf(WebhookRejected.class);
        Instant old = NOW.minusSeconds(301);
        assertThatThrownBy(() -> legacy.verify(legacy(old, prefix + legacySignature(old))))
                .isInstanceOf(WebhookDeferred.class)
                .hasMessageContaining("sent 301 s ago");
    }

    @Test
    void a_valid_legacy_signature_is_deferred_if_not_enabled() throws Exception {
        assertThatThrownBy(() -> webhooks.verify(legacy(NOW, legacySignature(NOW))))
                .isInstanceOf(WebhookDeferred.class)
                .hasMessageContaining("LINQ_WEBHOOK_LEGACY=true");
        assertThatThrownBy(() -> webhooks.verify(legacy(NOW, legacySignature(NOW.plusSeconds(1)))))
                .isInstanceOf(WebhookRejected.class)
                .hasMessageContaining("LINQ_WEBHOOK_LEGACY");
    }

    @Test
    void the_legacy_signature_is_ignored_beside_a_standard_header() throws Exception {
        WebhookVerifier legacy = new WebhookVerifier(List.of(SECRET), true, clock);
        SignedRequest good = legacy(NOW, legacySignature(NOW));
        for (String header : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
            Message message = message(good.body());
            message.setHeader("X-Webhook-Timestamp", good.legacyTimestamp().orElseThrow());
            message.setHeader("X-Webhook-Signature", good.legacySignature().orElseThrow());
            message.setHeader(header, "v1,AAAA");

            assertThatThrownBy(() -> legacy.verify(legacy.extractSignedRequest(message)))
                    .as(header)
                    .isInstanceOf(WebhookDeferred.class)
                    .hasMessageContaining("is missing; configure the proxy");
        }
    }

    @Test
    void the_legacy_signature_needs_its_timestamp() {
        WebhookVerifier legacy = new WebhookVerifier(List.of(SECRET), true, clock);

        assertThatThrownBy(() -> legacy.verify(new SignedRequest(
                        BODY.getBytes(StandardCharsets.UTF_8),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("00"))))
                .isInstanceOf(WebhookRejected.class)
                .hasMessageStartingWith("X-Webhook-Timestamp is missing");
    }

    private static SignedRequest legacy(Instant time, String signature) {
        return new SignedRequest(
                BODY.getBytes(StandardCharsets.UTF_8),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Long.toString(time.getEpochSecond())),
                Optional.of(signature));
    }

    private static String legacySignature(Instant time) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(hmac(
                        SECRET.getBytes(StandardCharsets.UTF_8),
                        time.getEpochSecond() + ".",
                        BODY.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, String head, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update(head.getBytes(StandardCharsets.UTF_8));
        return mac.doFinal(body);
    }

    // Extraction

    @Test
    void header_names_are_case_insensitive() throws Exception {
        Message message = message(BODY.getBytes(StandardCharsets.UTF_8));
        message.setHeader("Webhook-Id", ID);
        message.setHeader("WEBHOOK-TIMESTAMP", Long.toString(NOW.getEpochSecond()));
        message.setHeader("Webhook-Signature", signature(SECRET, ID, NOW, BODY));

        assertThat(webhooks.verify(webhooks.extractSignedRequest(message)).eventId())
                .isEqualTo("e-1");
    }

    @Test
    void all_other_headers_are_removed() {
        Message message = message(null);
        message.setHeader("CamelHttpUri", "http://example.com");
        message.setHeader("Authorization", "Bearer x");

        SignedRequest request = webhooks.extractSignedRequest(message);

        assertThat(message.getHeaders()).isEmpty();
        assertThat(request.body()).isEmpty();
        assertThat(request.signature()).isEmpty();
    }

    // Secrets

    @Test
    void without_a_secret_every_webhook_is_deferred() throws Exception {
        SignedRequest request = signed(SECRET, BODY);

        assertThatThrownBy(() -> webhooks().verify(request))
                .isInstanceOf(WebhookDeferred.class)
                .hasMessageContaining("LINQ_WEBHOOK_SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_!!!hushhush", "hush hush", "whsec_", "", "whsec_hushhush=hushhush"})
    void an_invalid_secret_fails_the_start_and_is_not_printed(String secret) {
        Throwable refused = catchThrowable(() -> webhooks(SECRET, secret));

        assertThat(refused)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "setting linq.webhook.secret (LINQ_WEBHOOK_SECRET) must be whsec_ followed by base64")
                .hasNoCause();
        assertThat(refused.getMessage()).doesNotContain("hush", SECRET);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 23})
    void a_short_secret_fails_the_start_and_is_not_printed(int bytes) {
        String secret =
                "whsec_" + Base64.getEncoder().encodeToString("h".repeat(bytes).getBytes(StandardCharsets.UTF_8));
        Throwable refused = catchThrowable(() -> webhooks(SECRET, secret));

        assertThat(refused)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("setting linq.webhook.secret (LINQ_WEBHOOK_SECRET) has a secret of " + bytes
                        + " bytes; the minimum is 24");
        assertThat(refused.getMessage()).doesNotContain(secret.substring(6), SECRET);
    }

    private void assertRejected(SignedRequest request) {
        assertThatThrownBy(() -> webhooks.verify(request)).isInstanceOf(WebhookRejected.class);
    }

    private void assertDeferred(SignedRequest request, String reason) {
        assertThatThrownBy(() -> webhooks.verify(request))
                .isInstanceOf(WebhookDeferred.class)
                .hasMessageStartingWith(reason);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SignedRequest signed(String secret, String body) throws WebhookSigningException {
        return request(ID, NOW, signature(secret, ID, NOW, body), body);
    }

    private static SignedRequest request(String id, Instant time, String signature, String body) {
        return standard(
                body.getBytes(StandardCharsets.UTF_8),
                Optional.of(id),
                Optional.of(Long.toString(time.getEpochSecond())),
                Optional.of(signature));
    }

    private static SignedRequest standard(
            byte[] body, Optional<String> id, Optional<String> timestamp, Optional<String> signature) {
        return new SignedRequest(body, id, timestamp, signature, Optional.empty(), Optional.empty());
    }

    private static String signature(String secret, String id, Instant time, String body)
            throws WebhookSigningException {
        return new Webhook(secret).sign(id, time.getEpochSecond(), body);
    }

    private static Message message(byte[] body) {
        Message message = new DefaultExchange(CAMEL).getMessage();
        message.setBody(body);
        return message;
    }
}
