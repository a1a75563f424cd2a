package dev.linqroutes.webhook.verify;

/** A request without a valid signature: answered with 401, which Linq does not retry (reference 4.4). */
public final class WebhookRejected extends WebhookNotAccepted {
    public WebhookRejected(WebhookResult result, String message) {
        super(result, message);
    }
}
