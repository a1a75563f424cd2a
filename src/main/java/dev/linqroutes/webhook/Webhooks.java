package dev.linqroutes.webhook;

import dev.linqroutes.ledger.NewEvent;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Message;

/** Lets webhooks in that Linq has signed, and no others (reference 4.3). */
public final class Webhooks {
    private static final String ID = "webhook-id";
    private static final String TIMESTAMP = "webhook-timestamp";
    private static final String SIGNATURE = "webhook-signature";
    private static final String OLDER_TIMESTAMP = "X-Webhook-Timestamp";
    private static final String OLDER_SIGNATURE = "X-Webhook-Signature";

    /** All that is read of a request's headers. */
    static final List<String> SIGNATURE_HEADERS = List.of(ID, TIMESTAMP, SIGNATURE, OLDER_TIMESTAMP, OLDER_SIGNATURE);

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

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
                header(message, ID),
                header(message, TIMESTAMP),
                header(message, SIGNATURE),
                header(message, OLDER_TIMESTAMP),
                header(message, OLDER_SIGNATURE));
        message.removeHeaders("*");
        return request;
    }

    private static Optional<String> header(Message message, String name) {
        return Optional.ofNullable(message.getHeader(name, String.class));
    }

    /**
     * Gives the event in a signed request.
     *
     * @throws WebhookRejected when no secret fits
     * @throws WebhookRefused when no secret is configured, or one fits but the request is too old, or from the future.
     *     That may be a recorded request, or our clock: it is not final, so that no event is lost by a clock that is wrong
     */
    public NewEvent verify(SignedRequest request) {
        if (secrets.isEmpty()) {
            throw new WebhookRefused(
                    WebhookAnswer.NO_SECRET, "no webhook secret is configured: set LINQ_WEBHOOK_SECRET");
        }
        boolean byOlder = older && request.isOlder();
        Optional<String> timestamp = byOlder ? request.olderTimestamp() : request.timestamp();
        Optional<Duration> age = timestamp.flatMap(this::age);
        if (!(byOlder ? signedBefore(request) : signed(request))) {
            throw new WebhookRejected(WebhookAnswer.WRONG_SIGNATURE, "no secret fits its signature; " + told(age));
        }
        if (age.isEmpty() || age.get().abs().compareTo(TOLERANCE) > 0) {
            throw new WebhookRefused(
                    WebhookAnswer.WRONG_TIME,
                    "it is signed, but " + told(age) + ", more than " + TOLERANCE.toMinutes()
                            + " minutes off: is this machine's clock right?");
        }
        return Envelope.read(request.body(), request.id(), clock.instant());
    }

    private boolean signed(SignedRequest request) {
        String id = required(request.id(), ID, request);
        String timestamp = required(request.timestamp(), TIMESTAMP, request);
        String signatures = required(request.signature(), SIGNATURE, request);
        return secrets.stream().anyMatch(secret -> secret.signed(id, timestamp, request.body(), signatures));
    }

    private boolean signedBefore(SignedRequest request) {
        String timestamp = required(request.olderTimestamp(), OLDER_TIMESTAMP, request);
        String signature = required(request.olderSignature(), OLDER_SIGNATURE, request);
        return secrets.stream().anyMatch(secret -> secret.signedBefore(timestamp, request.body(), signature));
    }

    private String required(Optional<String> header, String name, SignedRequest request) {
        return header.orElseThrow(() -> new WebhookRejected(
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
