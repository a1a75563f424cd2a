package dev.linqroutes.webhook;

/** A webhook that is not stored, now at least. The message is for the log; it holds nothing of the request but times. */
public class WebhookRefused extends RuntimeException {
    private final WebhookAnswer answer;

    WebhookRefused(WebhookAnswer answer, String message) {
        super(message, null, false, false);
        this.answer = answer;
    }

    WebhookAnswer answer() {
        return answer;
    }
}
