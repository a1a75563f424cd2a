package dev.linqroutes.bench.stub;

import dev.linqroutes.bench.sample.SampleWebhooks;
import dev.linqroutes.bench.sample.WebhookSender;
import io.vertx.core.Vertx;

/** Reports every executed message, as Linq does, until the report is answered with 200. */
final class ConfirmingWebhooks {
    private static final int OK = 200;
    private static final long RETRY_MILLIS = 1_000;

    private final Vertx vertx;
    private final WebhookSender sender;
    private final SampleWebhooks webhooks = new SampleWebhooks();

    ConfirmingWebhooks(Vertx vertx, int port) {
        this.vertx = vertx;
        this.sender = new WebhookSender(vertx, port);
    }

    void send(int number, int chat, String messageId, String key) {
        deliver(webhooks.sent(number, chat, messageId, key));
    }

    private void deliver(SampleWebhooks.Delivery delivery) {
        sender.send(delivery).onComplete(answer -> {
            if (answer.failed() || answer.result() != OK) {
                vertx.setTimer(RETRY_MILLIS, timer -> deliver(delivery));
            }
        });
    }
}
