package dev.linqroutes.webhook.verify;

import java.util.Optional;

/**
 * The body of a webhook and its signature headers (reference 4.2).
 *
 * @param legacyTimestamp of the deprecated scheme, like {@code legacySignature}
 * @param contentEncoding set if a proxy has compressed the body
 */
public record SignedRequest(
        byte[] body,
        Optional<String> id,
        Optional<String> timestamp,
        Optional<String> signature,
        Optional<String> legacyTimestamp,
        Optional<String> legacySignature,
        Optional<String> contentEncoding) {

    /** A body without content encoding. */
    SignedRequest(
            byte[] body,
            Optional<String> id,
            Optional<String> timestamp,
            Optional<String> signature,
            Optional<String> legacyTimestamp,
            Optional<String> legacySignature) {
        this(body, id, timestamp, signature, legacyTimestamp, legacySignature, Optional.empty());
    }

    /**
     * The decoded body; empty if it is not encoded.
     *
     * @throws WebhookDeferred when it cannot be decoded
     */
    Optional<byte[]> decodedBody() {
        return WebhookBodyDecoder.decode(contentEncoding, body);
    }

    /** The sender used the standard scheme. If the other standard headers are missing, a proxy has removed them. */
    boolean hasStandardHeader() {
        return id.isPresent() || timestamp.isPresent() || signature.isPresent();
    }

    /** The legacy headers count only without any standard header. */
    boolean isLegacy() {
        return !hasStandardHeader() && legacySignature.isPresent();
    }
}
