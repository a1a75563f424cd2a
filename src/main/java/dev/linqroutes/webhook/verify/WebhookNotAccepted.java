package dev.linqroutes.webhook.verify;

/** A webhook that is not stored, now at least. The message is for the log; it holds nothing of the request but times. */
public class WebhookNotAccepted extends RuntimeException {
    private final WebhookResult result;

    public WebhookNotAccepted(WebhookResult answer, String message) {
        super(message, null, false, false);
        this.result = answer;
    }

    public WebhookResult result() {
        return result;
    }
}
