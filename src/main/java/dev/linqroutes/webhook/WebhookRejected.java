package dev.linqroutes.webhook;

/** A request that nobody vouches for. Linq does not repeat what is answered with it (reference 4.4). */
public final class WebhookRejected extends WebhookRefused {
    WebhookRejected(WebhookAnswer answer, String message) {
        super(answer, message);
    }
}
