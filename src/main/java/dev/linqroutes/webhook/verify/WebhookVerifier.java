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

/** Lets webhooks in that Linq has signed, and no others (reference 4.3). */
public final class WebhookVerifier {
    private static final String ID = "webhook-id";
    private static final String TIMESTAMP = "webhook-timestamp";
    private static final String SIGNATURE = "webhook-signature";
    private static final String LEGACY_TIMESTAMP = "X-Webhook-Timestamp";
    private static final String LEGACY_SIGNATURE = "X-Webhook-Signature";

    private static final String CONTENT_ENCODING = "Content-Encoding";

    /** What vouches for a request. */
    public static final List<String> SIGNATURE_HEADERS =
            List.of(ID, TIMESTAMP, SIGNATURE, LEGACY_TIMESTAMP, LEGACY_SIGNATURE);

    /** All that is read of a request's headers. */
    public static final List<String> HEADERS =
            List.of(ID, TIMESTAMP, SIGNATURE, LEGACY_TIMESTAMP, LEGACY_SIGNATURE, CONTENT_ENCODING);

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s,]+");

    private static final String SECRET_HINT =
            "; if it is Linq's, LINQ_WEBHOOK_SECRET is not that of the subscription, or something in front of the program"
                    + " changes the body";

    private final List<SigningSecret> secrets;
    private final boolean acceptsLegacy;
    private final Clock clock;

    /**
     * @param secrets several while they are rotated; none means that nothing is let in
     * @param older whether the deprecated signature will do where no standard header is there
     * @throws IllegalArgumentException when one is no signing secret
     */
    public WebhookVerifier(List<String> secrets, boolean older, Clock clock) {
        this.secrets = secrets.stream().map(SigningSecret::new).toList();
        this.acceptsLegacy = older;
        this.clock = clock;
    }

    /** Takes what counts out of the request; nothing else of it goes on. */
    public SignedRequest extractSignedRequest(Message message) {
        byte[] body = message.getBody(byte[].class);
        SignedRequest request = new SignedRequest(
                body == null ? new byte[0] : body,
                header(message, ID).map(WebhookVerifier::withoutRepetition),
                header(message, TIMESTAMP).map(WebhookVerifier::withoutRepetition),
                header(message, SIGNATURE),
                header(message, LEGACY_TIMESTAMP).map(WebhookVerifier::withoutRepetition),
                header(message, LEGACY_SIGNATURE).map(WebhookVerifier::withoutRepetition),
                header(message, CONTENT_ENCODING));
        message.removeHeaders("*");
        return request;
    }

    /** A header that came twice, as some proxies have it, says the same as one. */
    private static String withoutRepetition(String value) {
        String[] values = SEPARATORS.split(value);
        return values.length > 1 && Arrays.stream(values).distinct().count() == 1 ? values[0] : value;
    }

    private static Optional<String> header(Message message, String name) {
        return Optional.ofNullable(message.getHeader(name, String.class));
    }

    /**
     * Gives the event in a signed request.
     *
     * @throws WebhookRejected when no secret fits
     * @throws WebhookNotAccepted when no secret is configured, or one fits but the request is too old, or from the future.
     *     That may be a recorded request, or our clock: it is not final, so that no event is lost by a clock that is wrong.
     *     Also when nobody can tell whether one fits, since something on its way has changed what would have to be looked at
     */
    public VerifiedEvent verify(SignedRequest request) {
        if (secrets.isEmpty()) {
            throw new WebhookNotAccepted(
                    WebhookResult.NO_SECRET, "no webhook secret is configured: set LINQ_WEBHOOK_SECRET");
        }
        if (request.isLegacy()
                && !acceptsLegacy
                && findSignedBody(legacyCheck(request), request).isPresent()) {
            throw new WebhookNotAccepted(
                    WebhookResult.UNVERIFIABLE,
                    "it is signed, but by the older scheme only: let the headers webhook-id, webhook-timestamp and"
                            + " webhook-signature through, or set LINQ_WEBHOOK_LEGACY=true");
        }
        boolean byOlder = acceptsLegacy && request.isLegacy();
        Optional<Duration> age = (byOlder ? request.legacyTimestamp() : request.timestamp()).flatMap(this::age);
        byte[] body = findSignedBody(byOlder ? legacyCheck(request) : standardCheck(request), request)
                .orElseThrow(() -> rejection(request, age));
        if (!isRecent(age)) {
            throw new WebhookNotAccepted(
                    WebhookResult.WRONG_TIME,
                    "it is signed, but " + describeAge(age) + ", more than " + TOLERANCE.toMinutes()
                            + " minutes off: is this machine's clock right?");
        }
        return WebhookEventReader.read(body, request.id(), clock.instant());
    }

    private static WebhookNotAccepted rejection(SignedRequest request, Optional<Duration> age) {
        return request.body().length == 0
                ? new WebhookNotAccepted(
                        WebhookResult.UNVERIFIABLE,
                        "its body is not there, and Linq sends none without: let whatever stands in front of the program"
                                + " pass bodies on, and redirect nothing")
                : new WebhookRejected(
                        WebhookResult.WRONG_SIGNATURE,
                        "no secret fits its signature; " + describeAge(age) + (isRecent(age) ? SECRET_HINT : ""));
    }

    private static boolean isRecent(Optional<Duration> age) {
        return age.filter(each -> each.abs().compareTo(TOLERANCE) <= 0).isPresent();
    }

    /**
     * The body that is signed: as it came, or without the coding that it has got on its way. Told to be read by consumers, so it is
     * without its coding in either case.
     */
    private static Optional<byte[]> findSignedBody(Predicate<byte[]> isSigned, SignedRequest request) {
        return isSigned.test(request.body())
                ? Optional.of(decodedOrRaw(request))
                : request.decodedBody().or(() -> fromBase64(request.body())).filter(isSigned);
    }

    /** A gateway that takes a body for binary passes it on as Base64, as AWS's do; no event of Linq begins as one. */
    private static Optional<byte[]> fromBase64(byte[] body) {
        if (body.length == 0 || body[0] == '{') {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(body));
        } catch (IllegalArgumentException e) {
            // It is something else.
            return Optional.empty();
        }
    }

    private static byte[] decodedOrRaw(SignedRequest request) {
        try {
            return request.decodedBody().orElse(request.body());
        } catch (WebhookNotAccepted e) {
            // Linq vouches for these bytes: they are kept, whatever they are.
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
                ? new WebhookNotAccepted(
                        WebhookResult.UNVERIFIABLE,
                        name
                                + " is missing beside the other headers of its signature: let whatever stands in front of the"
                                + " program pass on webhook-id, webhook-timestamp and webhook-signature")
                : new WebhookRejected(
                        WebhookResult.UNSIGNED,
                        name + " is missing; " + describeAge(request.timestamp().flatMap(this::age))
                                + (request.isLegacy() && !acceptsLegacy
                                        ? "; it has the older signature only (LINQ_WEBHOOK_LEGACY)"
                                        : "")));
    }

    /** How long ago it was sent by its own account; negative when that is to come. */
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
                        ? "sent " + -each.toSeconds() + " s ahead of now"
                        : "sent " + each.toSeconds() + " s ago")
                .orElse("when it was sent is not known");
    }
}
