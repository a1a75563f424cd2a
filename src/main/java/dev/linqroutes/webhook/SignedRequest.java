package dev.linqroutes.webhook;

import java.util.Optional;

/**
 * What counts of a webhook request: the bytes and what vouches for them (reference 4.2).
 *
 * @param olderTimestamp of the deprecated scheme, and so {@code olderSignature}
 */
public record SignedRequest(
        byte[] body,
        Optional<String> id,
        Optional<String> timestamp,
        Optional<String> signature,
        Optional<String> olderTimestamp,
        Optional<String> olderSignature) {

    /** With one of the standard headers there the older ones say nothing. */
    boolean isOlder() {
        return id.isEmpty() && timestamp.isEmpty() && signature.isEmpty() && olderSignature.isPresent();
    }
}
