package dev.linqroutes.webhook.verify;

/** A webhook that is not stored. The message is for the log and contains nothing of the request except times. */
public abstract class WebhookNotAccepted extends RuntimeException {
    private final WebhookResult result;

    protected WebhookNotAccepted(WebhookResult result, String message) {
        super(message, null, false, false);
        this.result = result;
    }

    public WebhookResult result() {
        return result;
    }
}
