package dev.linqroutes.webhook;

import dev.linqroutes.ledger.NewEvent;
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
public final class Webhooks {
    private static final String ID = "webhook-id";
    private static final String TIMESTAMP = "webhook-timestamp";
    private static final String SIGNATURE = "webhook-signature";
    private static final String OLDER_TIMESTAMP = "X-Webhook-Timestamp";
    private static final String OLDER_SIGNATURE = "X-Webhook-Signature";

    private static final String CODING = "Content-Encoding";

    /** What vouches for a request. */
    static final List<String> SIGNATURE_HEADERS = List.of(ID, TIMESTAMP, SIGNATURE, OLDER_TIMESTAMP, OLDER_SIGNATURE);

    /** All that is read of a request's headers. */
    static final List<String> HEADERS = List.of(ID, TIMESTAMP, SIGNATURE, OLDER_TIMESTAMP, OLDER_SIGNATURE, CODING);

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");
    private static final Pattern BETWEEN_LINES = Pattern.compile("[\\s,]+");

    private static final String WHAT_TO_LOOK_AT =
            "; if it is Linq's, LINQ_WEBHOOK_SECRET is not that of the subscription, or something in front of the program"
                    + " changes the body";

    private final List<Secret> secrets;
    private final boolean older;
    private final Clock clock;

    /**
     * @param secrets several while they are rotated; none means that nothing is let in
     * @param older whether the deprecated signature will do where no standard header is there
     * @throws IllegalArgumentException when one is no signing secret
     */
    public Webhooks(List<String> secrets, boolean older, Clock clock) {
        this.secrets = secrets.stream().map(Secret::new).toList();
        this.older = older;
        this.clock = clock;
    }

    /** Takes what counts out of the request; nothing else of it goes on. */
    public SignedRequest take(Message message) {
        byte[] body = message.getBody(byte[].class);
        SignedRequest request = new SignedRequest(
                body == null ? new byte[0] : body,
                header(message, ID).map(Webhooks::once),
                header(message, TIMESTAMP).map(Webhooks::once),
                header(message, SIGNATURE),
                header(message, OLDER_TIMESTAMP).map(Webhooks::once),
                header(message, OLDER_SIGNATURE).map(Webhooks::once),
                header(message, CODING));
        message.removeHeaders("*");
        return request;
    }

    /** A header that came twice, as some proxies have it, says the same as one. */
    private static String once(String value) {
        String[] values = BETWEEN_LINES.split(value);
        return values.length > 1 && Arrays.stream(values).distinct().count() == 1 ? values[0] : value;
    }

    private static Optional<String> header(Message message, String name) {
        return Optional.ofNullable(message.getHeader(name, String.class));
    }

    /**
     * Gives the event in a signed request.
     *
     * @throws WebhookRejected when no secret fits
     * @throws WebhookRefused when no secret is configured, or one fits but the request is too old, or from the future.
     *     That may be a recorded request, or our clock: it is not final, so that no event is lost by a clock that is wrong.
     *     Also when nobody can tell whether one fits, since something on its way has changed what would have to be looked at
     */
    public NewEvent verify(SignedRequest request) {
        if (secrets.isEmpty()) {
            throw new WebhookRefused(
                    WebhookAnswer.NO_SECRET, "no webhook secret is configured: set LINQ_WEBHOOK_SECRET");
        }
        if (request.isOlder()
                && !older
                && bodyThat(isOlderSigned(request), request).isPresent()) {
            throw new WebhookRefused(
                    WebhookAnswer.UNVERIFIABLE,
                    "it is signed, but by the older scheme only: let the headers webhook-id, webhook-timestamp and"
                            + " webhook-signature through, or set LINQ_WEBHOOK_LEGACY=true");
        }
        boolean byOlder = older && request.isOlder();
        Optional<Duration> age = (byOlder ? request.olderTimestamp() : request.timestamp()).flatMap(this::age);
        byte[] body = bodyThat(byOlder ? isOlderSigned(request) : isSigned(request), request)
                .orElseThrow(() -> unsigned(request, age));
        if (!isTimely(age)) {
            throw new WebhookRefused(
                    WebhookAnswer.WRONG_TIME,
                    "it is signed, but " + told(age) + ", more than " + TOLERANCE.toMinutes()
                            + " minutes off: is this machine's clock right?");
        }
        return Envelope.read(body, request.id(), clock.instant());
    }

    private static WebhookRefused unsigned(SignedRequest request, Optional<Duration> age) {
        return request.body().length == 0
                ? new WebhookRefused(
                        WebhookAnswer.UNVERIFIABLE,
                        "its body is not there, and Linq sends none without: let whatever stands in front of the program"
                                + " pass bodies on, and redirect nothing")
                : new WebhookRejected(
                        WebhookAnswer.WRONG_SIGNATURE,
                        "no secret fits its signature; " + told(age) + (isTimely(age) ? WHAT_TO_LOOK_AT : ""));
    }

    private static boolean isTimely(Optional<Duration> age) {
        return age.filter(each -> each.abs().compareTo(TOLERANCE) <= 0).isPresent();
    }

    /**
     * The body that is signed: as it came, or without the coding that it has got on its way. Told to be read by consumers, so it is
     * without its coding in either case.
     */
    private static Optional<byte[]> bodyThat(Predicate<byte[]> isSigned, SignedRequest request) {
        return isSigned.test(request.body())
                ? Optional.of(readable(request))
                : request.plainBody().or(() -> fromBase64(request.body())).filter(isSigned);
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

    private static byte[] readable(SignedRequest request) {
        try {
            return request.plainBody().orElse(request.body());
        } catch (WebhookRefused e) {
            // Linq vouches for these bytes: they are kept, whatever they are.
            return request.body();
        }
    }

    private Predicate<byte[]> isSigned(SignedRequest request) {
        String id = required(request.id(), ID, request);
        String timestamp = required(request.timestamp(), TIMESTAMP, request);
        String signatures = required(request.signature(), SIGNATURE, request);
        return body -> secrets.stream().anyMatch(secret -> secret.signed(id, timestamp, body, signatures));
    }

    private Predicate<byte[]> isOlderSigned(SignedRequest request) {
        String timestamp = required(request.olderTimestamp(), OLDER_TIMESTAMP, request);
        String signature = required(request.olderSignature(), OLDER_SIGNATURE, request);
        return body -> secrets.stream().anyMatch(secret -> secret.signedBefore(timestamp, body, signature));
    }

    private String required(Optional<String> header, String name, SignedRequest request) {
        return header.orElseThrow(() -> request.hasStandardHeader()
                ? new WebhookRefused(
                        WebhookAnswer.UNVERIFIABLE,
                        name
                                + " is missing beside the other headers of its signature: let whatever stands in front of the"
                                + " program pass on webhook-id, webhook-timestamp and webhook-signature")
                : new WebhookRejected(
                        WebhookAnswer.UNSIGNED,
                        name + " is missing; " + told(request.timestamp().flatMap(this::age))
                                + (request.isOlder() && !older
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

    private static String told(Optional<Duration> age) {
        return age.map(each -> each.isNegative()
                        ? "sent " + -each.toSeconds() + " s ahead of now"
                        : "sent " + each.toSeconds() + " s ago")
                .orElse("when it was sent is not known");
    }
}
