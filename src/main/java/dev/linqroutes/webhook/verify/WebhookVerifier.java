package dev.linqroutes.webhook.verify;

import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.webhook.event.WebhookEventReader;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.Message;

/** Verifies the signatures of webhooks (reference 4.3). */
public final class WebhookVerifier {
    private static final String ID = "webhook-id";
    private static final String TIMESTAMP = "webhook-timestamp";
    private static final String SIGNATURE = "webhook-signature";
    private static final String LEGACY_TIMESTAMP = "X-Webhook-Timestamp";
    private static final String LEGACY_SIGNATURE = "X-Webhook-Signature";

    private static final String CONTENT_ENCODING = "Content-Encoding";

    public static final List<String> SIGNATURE_HEADERS =
            List.of(ID, TIMESTAMP, SIGNATURE, LEGACY_TIMESTAMP, LEGACY_SIGNATURE);

    /** All request headers that are read. */
    public static final List<String> HEADERS =
            List.of(ID, TIMESTAMP, SIGNATURE, LEGACY_TIMESTAMP, LEGACY_SIGNATURE, CONTENT_ENCODING);

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s,]+");

    private static final String SECRET_HINT =
            "; if Linq sent it, LINQ_WEBHOOK_SECRET is not the secret of the subscription, or a proxy changed the body";

    private final List<SigningSecret> secrets;
    private final boolean acceptsLegacy;
    private final Clock clock;

    /**
     * @param secrets several during rotation; with none, every webhook is deferred
     * @param acceptsLegacy whether the deprecated signature is accepted from requests without standard headers
     * @throws IllegalArgumentException when a text is not a signing secret
     */
    public WebhookVerifier(List<String> secrets, boolean acceptsLegacy, Clock clock) {
        this.secrets = secrets.stream().map(SigningSecret::new).toList();
        this.acceptsLegacy = acceptsLegacy;
        this.clock = clock;
    }

    /** Reads body and signature headers, and removes all headers from the message: they are untrusted. */
    public SignedRequest extractSignedRequest(Message message) {
        byte[] body = message.getBody(byte[].class);
        SignedRequest request = new SignedRequest(
                body == null ? new byte[0] : body,
                header(message, ID).map(WebhookVerifier::collapseRepeated),
                header(message, TIMESTAMP).map(WebhookVerifier::collapseRepeated),
                header(message, SIGNATURE),
                header(message, LEGACY_TIMESTAMP).map(WebhookVerifier::collapseRepeated),
                header(message, LEGACY_SIGNATURE).map(WebhookVerifier::collapseRepeated),
                header(message, CONTENT_ENCODING));
        message.removeHeaders("*");
        return request;
    }

    /** Some proxies duplicate headers; equal values count as one. */
    private static String collapseRepeated(String value) {
        String[] values = SEPARATORS.split(value);
        return values.length > 1 && Arrays.stream(values).distinct().count() == 1 ? values[0] : value;
    }

    private static Optional<String> header(Message message, String name) {
        return Optional.ofNullable(message.getHeader(name, String.class));
    }

    /**
     * Verifies a request and reads its event.
     *
     * @throws WebhookRejected when no secret matches the signature
     * @throws WebhookDeferred when no secret is configured; when the request is signed, but its timestamp is too far from this
     *     machine's clock (a replayed request or a wrong clock, which must not lose events); or when a proxy has changed the
     *     request so that its signature cannot be checked
     */
    public VerifiedEvent verify(SignedRequest request) {
        if (secrets.isEmpty()) {
            throw new WebhookDeferred(
                    WebhookResult.NO_SECRET, "no webhook secret is configured; set LINQ_WEBHOOK_SECRET");
        }
        if (request.isLegacy()
                && !acceptsLegacy
                && findSignedBody(legacyCheck(request), request).isPresent()) {
            throw new WebhookDeferred(
                    WebhookResult.UNVERIFIABLE,
                    "signed by the deprecated scheme only; configure the proxy to pass on the headers webhook-id, webhook-timestamp and webhook-signature, or set LINQ_WEBHOOK_LEGACY=true");
        }
        boolean isLegacy = acceptsLegacy && request.isLegacy();
        Optional<Duration> age = (isLegacy ? request.legacyTimestamp() : request.timestamp()).flatMap(this::age);
        byte[] body = findSignedBody(isLegacy ? legacyCheck(request) : standardCheck(request), request)
                .orElseThrow(() -> rejection(request, age));
        if (!isRecent(age)) {
            throw new WebhookDeferred(
                    WebhookResult.WRONG_TIME,
                    "signed, but " + describeAge(age) + ", more than " + TOLERANCE.toMinutes()
                            + " minutes off; check this machine's clock");
        }
        return WebhookEventReader.read(body, request.id(), clock.instant());
    }

    private static WebhookNotAccepted rejection(SignedRequest request, Optional<Duration> age) {
        return request.body().length == 0
                ? new WebhookDeferred(
                        WebhookResult.UNVERIFIABLE,
                        "body is empty, which Linq never sends; configure the proxy in front of this server to pass bodies on and not to redirect")
                : new WebhookRejected(
                        WebhookResult.WRONG_SIGNATURE,
                        "no configured secret matches its signature; " + describeAge(age)
                                + (isRecent(age) ? SECRET_HINT : ""));
    }

    private static boolean isRecent(Optional<Duration> age) {
        return age.filter(each -> each.abs().compareTo(TOLERANCE) <= 0).isPresent();
    }

    /**
     * The signed body: as received, or decoded if a proxy has encoded it. Decoded in both cases, since consumers of the event
     * topics read it.
     */
    private static Optional<byte[]> findSignedBody(Predicate<byte[]> isSigned, SignedRequest request) {
        return isSigned.test(request.body())
                ? Optional.of(decodedOrRaw(request))
                : request.decodedBody().or(() -> fromBase64(request.body())).filter(isSigned);
    }

    /** Some gateways (AWS) pass on a body as Base64 when they treat it as binary. Linq's events start with a brace. */
    private static Optional<byte[]> fromBase64(byte[] body) {
        if (body.length == 0 || body[0] == '{') {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(body));
        } catch (IllegalArgumentException e) {
            // Not Base64.
            return Optional.empty();
        }
    }

    private static byte[] decodedOrRaw(SignedRequest request) {
        try {
            return request.decodedBody().orElse(request.body());
        } catch (WebhookDeferred e) {
            // Linq signed these bytes, so they are stored even if they cannot be decoded.
            return request.body();
        }
    }

    private Predicate<byte[]> standardCheck(SignedRequest request) {
        String id = required(request.id(), ID, request);
        String timestamp = required(request.timestamp(), TIMESTAMP, request);
        String signatures = required(request.signature(), SIGNATURE, request);
        return body -> secrets.stream().anyMatch(secret -> secret.hasSigned(id, timestamp, body, signatures));
    }

    private Predicate<byte[]> legacyCheck(SignedRequest request) {
        String timestamp = required(request.legacyTimestamp(), LEGACY_TIMESTAMP, request);
        String signature = required(request.legacySignature(), LEGACY_SIGNATURE, request);
        return body -> secrets.stream().anyMatch(secret -> secret.hasSignedLegacy(timestamp, body, signature));
    }

    private String required(Optional<String> header, String name, SignedRequest request) {
        return header.orElseThrow(() -> request.hasStandardHeader()
                ? new WebhookDeferred(
                        WebhookResult.UNVERIFIABLE,
                        name
                                + " is missing; configure the proxy in front of this server to pass on webhook-id, webhook-timestamp and webhook-signature")
                : new WebhookRejected(
                        WebhookResult.UNSIGNED,
                        name + " is missing; " + describeAge(request.timestamp().flatMap(this::age))
                                + (request.isLegacy() && !acceptsLegacy
                                        ? "; only the deprecated signature is present (LINQ_WEBHOOK_LEGACY)"
                                        : "")));
    }

    /** Time since the timestamp; negative if it is in the future. */
    private Optional<Duration> age(String timestamp) {
        if (!SECONDS.matcher(timestamp).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String describeAge(Optional<Duration> age) {
        return age.map(each -> each.isNegative()
                        ? "sent " + -each.toSeconds() + " s in the future"
                        : "sent " + each.toSeconds() + " s ago")
                .orElse("send time unknown");
    }
}
