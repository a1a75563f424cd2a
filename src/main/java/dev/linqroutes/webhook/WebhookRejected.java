package dev.linqroutes.webhook;

/** A request that nobody vouches for. Linq does not repeat what is answered with it (reference 4.4). */
public final class WebhookRejected extends RuntimeException {
    WebhookRejected(String message) {
        super(message, null, false, false);
    }
}
