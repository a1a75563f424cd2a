package dev.linqroutes.webhook.verify;

/** A webhook that may be stored when Linq retries it: answered with 503 (reference 4.4). */
public final class WebhookDeferred extends WebhookNotAccepted {
    public WebhookDeferred(WebhookResult result, String message) {
        super(result, message);
    }
}
