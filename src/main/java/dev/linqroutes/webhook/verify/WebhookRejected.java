package dev.linqroutes.webhook.verify;

/** A request that nobody vouches for. Linq does not repeat what is answered with it (reference 4.4). */
public final class WebhookRejected extends WebhookNotAccepted {
    public WebhookRejected(WebhookResult answer, String message) {
        super(answer, message);
    }
}
