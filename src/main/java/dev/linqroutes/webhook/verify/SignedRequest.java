package dev.linqroutes.webhook.verify;

import java.util.Optional;

/**
 * What counts of a webhook request: the bytes and what vouches for them (reference 4.2).
 *
 * @param legacyTimestamp of the deprecated scheme, and so {@code olderSignature}
 * @param contentEncoding of the body, where something on its way has put one on it
 */
public record SignedRequest(
        byte[] body,
        Optional<String> id,
        Optional<String> timestamp,
        Optional<String> signature,
        Optional<String> legacyTimestamp,
        Optional<String> legacySignature,
        Optional<String> contentEncoding) {

    /** With a body as it was sent. */
    SignedRequest(
            byte[] body,
            Optional<String> id,
            Optional<String> timestamp,
            Optional<String> signature,
            Optional<String> olderTimestamp,
            Optional<String> olderSignature) {
        this(body, id, timestamp, signature, olderTimestamp, olderSignature, Optional.empty());
    }

    /**
     * The body without its coding; empty where it has none.
     *
     * @throws WebhookNotAccepted when it has one that cannot be taken off
     */
    Optional<byte[]> decodedBody() {
        return WebhookBodyDecoder.decode(contentEncoding, body);
    }

    /** It was signed by the standard, if by anybody: where not all of them are there, something on its way has left out the others. */
    boolean hasStandardHeader() {
        return id.isPresent() || timestamp.isPresent() || signature.isPresent();
    }

    /** With one of the standard headers there the older ones say nothing. */
    boolean isLegacy() {
        return !hasStandardHeader() && legacySignature.isPresent();
    }
}
