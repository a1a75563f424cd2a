package dev.linqroutes.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.linqroutes.ledger.NewEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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

class WebhooksTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEXT_SECRET = "whsec_bmV4dCBzZWNyZXQgZm9yIHJvdGF0aW9u";
    private static final String STRANGE_SECRET = "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldCEh";
    private static final String ID = "msg_1";
    private static final String BODY =
            "{\"event_id\": \"e-1\",  \"event_type\":\"message.sent\", \"text\":\"Grüße 🚧\"}\n";

    private static final CamelContext CAMEL = new DefaultCamelContext();

    private final Webhooks webhooks = new Webhooks(List.of(SECRET));

    @BeforeAll
    static void start() {
        CAMEL.start();
    }

    @AfterAll
    static void stop() {
        CAMEL.stop();
    }

    // Let in

    @Test
    void what_linq_signed_is_let_in_and_kept_byte_for_byte() throws Exception {
        NewEvent event = webhooks.verify(signed(SECRET, BODY));

        assertThat(event.eventId()).isEqualTo("e-1");
        assertThat(event.eventType()).isEqualTo("message.sent");
        assertThat(event.body()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{", "[]", "\uFEFF{}", "{\"a\":1}\r\n"})
    void what_linq_signed_is_let_in_whatever_it_is(String body) throws Exception {
        assertThat(webhooks.verify(signed(SECRET, body)).body()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {SECRET, NEXT_SECRET})
    void each_secret_is_good_while_they_are_rotated(String secret) throws Exception {
        Webhooks rotating = new Webhooks(List.of(SECRET, NEXT_SECRET));

        assertThat(rotating.verify(signed(secret, BODY)).eventId()).isEqualTo("e-1");
    }

    @Test
    void one_good_signature_among_several_is_enough() throws Exception {
        String good = signature(SECRET, ID, Instant.now(), BODY);
        String bad = signature(STRANGE_SECRET, ID, Instant.now(), BODY);

        assertThat(webhooks.verify(request(ID, Instant.now(), "v2,abc " + bad + " " + good, BODY))
                        .eventId())
                .isEqualTo("e-1");
    }

    @ParameterizedTest
    @ValueSource(longs = {-4, 0, 4})
    void a_clock_that_is_some_minutes_off_is_no_reason_to_reject(long minutes) throws Exception {
        Instant time = Instant.now().plus(Duration.ofMinutes(minutes));

        assertThat(webhooks.verify(request(ID, time, signature(SECRET, ID, time, BODY), BODY))
                        .eventId())
                .isEqualTo("e-1");
    }

    // Rejected

    @Test
    void what_somebody_else_signed_is_rejected() throws Exception {
        assertRejected(signed(STRANGE_SECRET, BODY));
        assertThatThrownBy(() -> new Webhooks(List.of(SECRET, NEXT_SECRET)).verify(signed(STRANGE_SECRET, BODY)))
                .isInstanceOf(WebhookRejected.class);
    }

    @Test
    void a_secret_that_was_rotated_out_is_rejected() throws Exception {
        SignedRequest old = signed(SECRET, BODY);

        assertThatThrownBy(() -> new Webhooks(List.of(NEXT_SECRET)).verify(old)).isInstanceOf(WebhookRejected.class);
    }

    @Test
    void a_request_without_id_time_or_signature_is_rejected() throws Exception {
        SignedRequest good = signed(SECRET, BODY);

        assertRejected(new SignedRequest(good.body(), Optional.empty(), good.timestamp(), good.signature()));
        assertRejected(new SignedRequest(good.body(), good.id(), Optional.empty(), good.signature()));
        assertRejected(new SignedRequest(good.body(), good.id(), good.timestamp(), Optional.empty()));
        assertRejected(new SignedRequest(good.body(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void an_altered_body_is_rejected() throws Exception {
        SignedRequest good = signed(SECRET, BODY);
        byte[] altered = BODY.replace("e-1", "e-2").getBytes(StandardCharsets.UTF_8);

        assertRejected(new SignedRequest(altered, good.id(), good.timestamp(), good.signature()));
    }

    @Test
    void a_body_made_anew_from_its_json_is_rejected() throws Exception {
        SignedRequest good = signed(SECRET, "{\"a\": 1}");

        assertRejected(new SignedRequest(
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8), good.id(), good.timestamp(), good.signature()));
    }

    @Test
    void an_altered_id_is_rejected() throws Exception {
        SignedRequest good = signed(SECRET, BODY);

        assertRejected(new SignedRequest(good.body(), Optional.of("msg_2"), good.timestamp(), good.signature()));
    }

    @Test
    void an_altered_time_is_rejected() throws Exception {
        Instant now = Instant.now();

        assertRejected(request(ID, now.minusSeconds(1), signature(SECRET, ID, now, BODY), BODY));
    }

    @ParameterizedTest
    @ValueSource(longs = {-6, 6})
    void a_request_from_six_minutes_ago_or_ahead_is_rejected(long minutes) throws Exception {
        Instant time = Instant.now().plus(Duration.ofMinutes(minutes));

        assertRejected(request(ID, time, signature(SECRET, ID, time, BODY), BODY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "v1", "v1,", ",v1", "v1,!!!", "v2,abc", "sha256=abc", "v1 v1"})
    void a_signature_that_is_none_is_rejected(String signature) {
        assertRejected(request(ID, Instant.now(), signature, BODY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1e9", "99999999999999999999", "9223372036854775807"})
    void a_time_that_is_none_is_rejected(String time) throws Exception {
        SignedRequest good = signed(SECRET, BODY);

        assertRejected(new SignedRequest(good.body(), good.id(), Optional.of(time), good.signature()));
    }

    @Test
    void the_older_signature_does_not_help_where_the_standard_one_is_wrong() throws Exception {
        String time = Long.toString(Instant.now().getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String older = HexFormat.of().formatHex(mac.doFinal((time + "." + BODY).getBytes(StandardCharsets.UTF_8)));
        Message message = message(BODY.getBytes(StandardCharsets.UTF_8));
        message.setHeader("webhook-id", ID);
        message.setHeader("webhook-timestamp", time);
        message.setHeader("webhook-signature", "v1,AAAA");
        message.setHeader("X-Webhook-Timestamp", time);
        message.setHeader("X-Webhook-Signature", older);

        assertThatThrownBy(() -> webhooks.verify(webhooks.take(message)))
                .isInstanceOf(WebhookRejected.class)
                .hasMessage("No matching signature found");
    }

    @Test
    void a_body_that_is_not_utf_8_is_rejected_and_not_mended() throws Exception {
        String mended = "{\"text\":\"\uFFFD\"}";
        SignedRequest good = signed(SECRET, mended);
        byte[] broken = "{\"text\":\"\u00FC\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(
                        () -> webhooks.verify(new SignedRequest(broken, good.id(), good.timestamp(), good.signature())))
                .isInstanceOf(WebhookRejected.class)
                .hasMessage("the body is not UTF-8");
    }

    // Taken from the request

    @Test
    void the_request_is_taken_however_its_headers_are_written() throws Exception {
        Instant now = Instant.now();
        Message message = message(BODY.getBytes(StandardCharsets.UTF_8));
        message.setHeader("Webhook-Id", ID);
        message.setHeader("WEBHOOK-TIMESTAMP", Long.toString(now.getEpochSecond()));
        message.setHeader("Webhook-Signature", signature(SECRET, ID, now, BODY));

        assertThat(webhooks.verify(webhooks.take(message)).eventId()).isEqualTo("e-1");
    }

    @Test
    void nothing_else_of_the_request_goes_on() {
        Message message = message(null);
        message.setHeader("CamelHttpUri", "http://example.com");
        message.setHeader("Authorization", "Bearer x");

        SignedRequest request = webhooks.take(message);

        assertThat(message.getHeaders()).isEmpty();
        assertThat(request.body()).isEmpty();
        assertThat(request.signature()).isEmpty();
    }

    // Secrets

    @Test
    void without_a_secret_nothing_is_let_in_and_nothing_is_rejected_for_good() throws Exception {
        SignedRequest request = signed(SECRET, BODY);

        assertThatThrownBy(() -> new Webhooks(List.of()).verify(request))
                .isInstanceOf(SecretMissing.class)
                .hasMessageContaining("LINQ_WEBHOOK_SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_!!!hushhush", "hush hush", "whsec_", "", "whsec_hushhush=hushhush"})
    void a_setting_that_is_no_secret_is_refused_at_the_start_and_not_printed(String secret) {
        Throwable refused = catchThrowable(() -> new Webhooks(List.of(SECRET, secret)));

        assertThat(refused)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("setting linq.webhook.secret (LINQ_WEBHOOK_SECRET) must be whsec_ and base64")
                .hasNoCause();
        assertThat(refused.getMessage()).doesNotContain("hush", SECRET);
    }

    private void assertRejected(SignedRequest request) {
        assertThatThrownBy(() -> webhooks.verify(request)).isInstanceOf(WebhookRejected.class);
    }

    private static SignedRequest signed(String secret, String body) throws WebhookSigningException {
        Instant now = Instant.now();
        return request(ID, now, signature(secret, ID, now, body), body);
    }

    private static SignedRequest request(String id, Instant time, String signature, String body) {
        return new SignedRequest(
                body.getBytes(StandardCharsets.UTF_8),
                Optional.of(id),
                Optional.of(Long.toString(time.getEpochSecond())),
                Optional.of(signature));
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
