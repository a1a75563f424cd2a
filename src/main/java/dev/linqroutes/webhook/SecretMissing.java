package dev.linqroutes.webhook;

/** No webhook can be verified because no secret is configured; Linq is to try again later. */
public final class SecretMissing extends RuntimeException {
    SecretMissing() {
        super("no webhook secret is configured: set LINQ_WEBHOOK_SECRET", null, false, false);
    }
}
