package dev.linqroutes.webhook;

import java.util.Optional;

/** What counts of a webhook request: the bytes and what vouches for them (reference 4.2). */
public record SignedRequest(byte[] body, Optional<String> id, Optional<String> timestamp, Optional<String> signature) {}
