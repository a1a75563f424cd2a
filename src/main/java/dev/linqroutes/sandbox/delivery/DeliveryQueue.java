package dev.linqroutes.sandbox.delivery;

import dev.linqroutes.sandbox.account.SandboxSubscription;
import dev.linqroutes.sandbox.account.WebhookDelivery;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;

/** The webhooks of one subscription: in flight or waiting. */
final class DeliveryQueue {
    private static final Logger LOG = System.getLogger(DeliveryQueue.class.getName());
    private final WebhookDispatcher deliveries;
    private final WebhookClient client;
    private final WebhookSigner signatures;
    private final Queue<Waiting> waiting = new ArrayDeque<>();

    private int inFlight;
    private boolean failing;
    private boolean closed;

    /** @param ahead of the clock when it was to be sent */
    private record Waiting(String id, Duration ahead) {}

    DeliveryQueue(WebhookDispatcher deliveries, WebhookClient client, String secret) {
        this.deliveries = deliveries;
        this.client = client;
        this.signatures = new WebhookSigner(secret);
    }

    void send(WebhookDelivery webhook, Duration ahead) {
        if (!closed) {
            waiting.add(new Waiting(webhook.id(), ahead));
            startWaiting();
        }
    }

    void close() {
        closed = true;
        waiting.clear();
    }

    private void startWaiting() {
        while (inFlight < WebhookDispatcher.MAX_IN_FLIGHT && !waiting.isEmpty()) {
            Waiting next = waiting.remove();
            deliveries.findUndelivered(next.id()).ifPresent(webhook -> start(webhook, next.ahead()));
        }
    }

    private void start(WebhookDelivery webhook, Duration ahead) {
        Optional<SandboxSubscription> target = deliveries.findTarget(webhook);
        if (target.isEmpty()) {
            deliveries.recordLost(webhook, "The subscription was deleted or switched off");
            return;
        }
        inFlight++;
        long start = System.nanoTime();
        post(webhook, target.get()).onComplete(result -> {
            try {
                record(webhook, target.get(), result, millis(start), ahead);
            } finally {
                inFlight--;
                startWaiting();
            }
        });
    }

    private void record(
            WebhookDelivery webhook,
            SandboxSubscription target,
            AsyncResult<Integer> result,
            long millis,
            Duration ahead) {
        Instant at = deliveries.now(ahead).minusMillis(millis);
        if (result.succeeded()) {
            int status = result.result();
            deliveries.log().attempted(webhook, at, OptionalInt.of(status), Optional.empty(), millis);
            if (closed) {
                return;
            }
            if (status / 100 == 2) {
                delivered(webhook);
            } else {
                retryOrDrop(webhook, target, "answered " + status, status >= 500 || status == 429, ahead);
            }
            return;
        }
        DeliveryFailure failure = DeliveryFailure.of(result.cause());
        deliveries.log().attempted(webhook, at, OptionalInt.empty(), Optional.of(failure.words()), millis);
        if (!closed) {
            retryOrDrop(webhook, target, failure.words(), !failure.isFinal(), ahead);
        }
    }

    private void delivered(WebhookDelivery webhook) {
        failing = false;
        deliveries.log().delivered(webhook);
        deliveries.recordDone(webhook);
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private Future<Integer> post(WebhookDelivery webhook, SandboxSubscription target) {
        try {
            return client.post(target.targetUrl(), request(webhook, target), webhook.body());
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private RequestOptions request(WebhookDelivery webhook, SandboxSubscription target) {
        long seconds = Instant.now().getEpochSecond();
        String signed = deliveries.faults().textToSign(webhook);
        RequestOptions options = new RequestOptions();
        RoutingHeaders.of(webhook, target.routing()).forEach(options::putHeader);
        return options.setMethod(HttpMethod.POST)
                .putHeader("Content-Type", "application/json")
                .putHeader("webhook-id", webhook.eventId())
                .putHeader("webhook-timestamp", Long.toString(seconds))
                .putHeader("webhook-signature", signatures.signStandard(webhook.eventId(), seconds, signed))
                .putHeader("X-Webhook-Event", webhook.eventType())
                .putHeader("X-Webhook-Subscription-ID", webhook.subscriptionId())
                .putHeader("X-Webhook-Timestamp", Long.toString(seconds))
                .putHeader("X-Webhook-Signature", signatures.signLegacy(seconds, signed));
    }

    private void retryOrDrop(
            WebhookDelivery webhook, SandboxSubscription target, String why, boolean mayRetry, Duration ahead) {
        Optional<Duration> wait = mayRetry ? deliveries.retryDelay(webhook) : Optional.empty();
        String end = mayRetry ? "Given up after attempt " + (webhook.attempts() + 1) : "Not tried again: " + why;
        String next = wait.map(time -> "retrying in " + time.toMillis() + " ms").orElse("dropped");
        // Thousands may fail for the same reason; the first one is logged.
        Level level = failing && wait.isPresent() ? Level.DEBUG : Level.WARNING;
        LOG.log(level, () -> "Webhook " + webhook.eventType() + " to " + target.publicUrl() + ": " + why + "; " + next);
        failing = true;
        wait.ifPresentOrElse(
                time -> deliveries.retry(webhook, time, ahead), () -> deliveries.recordDropped(webhook, end));
    }
}
