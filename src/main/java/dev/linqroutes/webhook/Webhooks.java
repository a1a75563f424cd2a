package dev.linqroutes.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.linqroutes.ledger.NewEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets webhooks in that Linq has signed, and no others (reference 4.3). */
public final class Webhooks {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private final List<Webhook> secrets;

    /**
     * @param secrets several while they are rotated; none means that nothing is let in
     * @throws IllegalArgumentException when one is no signing secret
     */
    public Webhooks(List<String> secrets) {
        this.secrets = secrets.stream().map(Webhooks::secret).toList();
    }

    /** The message must not hold the secret, and so neither the library's own complaint. */
    private static Webhook secret(String secret) {
        if (!secret.isEmpty() && !secret.equals(Webhook.SECRET_PREFIX)) {
            try {
                return new Webhook(secret);
            } catch (IllegalArgumentException e) {
                // Told below.
            }
        }
        throw new IllegalArgumentException("setting linq.webhook.secret (LINQ_WEBHOOK_SECRET) must be whsec_ and base64"
                + " behind it, as Linq gave it when the subscription was made; several are separated by commas");
    }

    /** Takes what counts out of the request; nothing else of it goes on. */
    public SignedRequest take(Message message) {
        byte[] body = message.getBody(byte[].class);
        SignedRequest request = new SignedRequest(
                body == null ? new byte[0] : body,
                header(message, Webhook.UNBRANDED_MSG_ID_KEY),
                header(message, Webhook.UNBRANDED_MSG_TIMESTAMP_KEY),
                header(message, Webhook.UNBRANDED_MSG_SIGNATURE_KEY));
        message.removeHeaders("*");
        return request;
    }

    private static Optional<String> header(Message message, String name) {
        return Optional.ofNullable(message.getHeader(name, String.class));
    }

    /**
     * Gives the event in a signed request.
     *
     * @throws SecretMissing when no secret is configured
     * @throws WebhookRejected when no secret fits, or the request is too old
     */
    public NewEvent verify(SignedRequest request) {
        if (secrets.isEmpty()) {
            throw new SecretMissing();
        }
        Map<String, List<String>> headers = Map.of(
                Webhook.UNBRANDED_MSG_ID_KEY, request.id().stream().toList(),
                Webhook.UNBRANDED_MSG_TIMESTAMP_KEY,
                        request.timestamp().stream().toList(),
                Webhook.UNBRANDED_MSG_SIGNATURE_KEY,
                        request.signature().stream().toList());
        String payload = utf8(request.body());
        String reason = "";
        for (Webhook secret : secrets) {
            try {
                secret.verify(payload, headers);
                return Envelope.read(request.body(), request.id(), Instant.now());
            } catch (WebhookVerificationException e) {
                reason = e.getMessage();
            }
        }
        LOG.warn(
                "webhook rejected: {} (timestamp {})",
                reason,
                request.timestamp().orElse("missing"));
        throw new WebhookRejected(reason);
    }

    /** The library signs a text: bytes that are none must not be mended on the way, or they would not be the ones. */
    private static String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new WebhookRejected("the body is not UTF-8");
        }
    }
}
