package dev.linqroutes.sandbox.delivery;

import dev.linqroutes.sandbox.world.SandboxSubscription;
import dev.linqroutes.sandbox.world.WebhookDelivery;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The webhooks of one subscription: in flight or waiting. */
final class DeliveryQueue {
    /** Response timeout of the endpoint (reference 4.4). */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryQueue.class);
    private final WebhookDispatcher deliveries;
    private final HttpClient client;
    private final WebhookSigner signatures;
    private final Deque<Attempt> waiting = new ArrayDeque<>();
    private int inFlight;
    private boolean failing;
    private boolean closed;

    /** @param number of this attempt, from 1 */
    private record Attempt(WebhookDelivery webhook, int number) {}

    DeliveryQueue(WebhookDispatcher deliveries, HttpClient client, String secret) {
        this.deliveries = deliveries;
        this.client = client;
        this.signatures = new WebhookSigner(secret);
    }

    void send(WebhookDelivery webhook) {
        enqueue(new Attempt(webhook, 1));
    }

    void close() {
        closed = true;
        waiting.clear();
    }

    private void enqueue(Attempt attempt) {
        if (!closed) {
            waiting.add(attempt);
            startWaiting();
        }
    }

    private void startWaiting() {
        while (inFlight < WebhookDispatcher.MAX_IN_FLIGHT && !waiting.isEmpty()) {
            Attempt attempt = waiting.remove();
            Optional<SandboxSubscription> target = deliveries.findTarget(attempt.webhook());
            if (target.isEmpty()) {
                deliveries.recordDone(attempt.webhook());
                continue;
            }
            inFlight++;
            post(attempt.webhook(), target.get())
                    .onSuccess(status -> answered(attempt, target.get(), status))
                    .onFailure(problem -> requestFailed(attempt, target.get(), problem))
                    .onComplete(result -> {
                        inFlight--;
                        startWaiting();
                    });
        }
    }

    private Future<Integer> post(WebhookDelivery webhook, SandboxSubscription target) {
        long seconds = Instant.now().getEpochSecond();
        String legacy = signatures.signLegacy(seconds, webhook.body());
        RequestOptions options = new RequestOptions();
        try {
            options.setAbsoluteURI(target.targetUrl());
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
        options.setMethod(HttpMethod.POST)
                .setTimeout(TIMEOUT.toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("webhook-id", webhook.eventId())
                .putHeader("webhook-timestamp", Long.toString(seconds))
                .putHeader("webhook-signature", signatures.signStandard(webhook.eventId(), seconds, webhook.body()))
                .putHeader("X-Webhook-Event", webhook.eventType())
                .putHeader("X-Webhook-Subscription-ID", webhook.subscriptionId())
                .putHeader("X-Webhook-Timestamp", Long.toString(seconds))
                .putHeader("X-Webhook-Signature", legacy);
        return client.request(options)
                .compose(request -> request.send(webhook.body()))
                .compose(this::statusAtEnd);
    }

    /** Waits for the complete response, since only then the connection can be reused. */
    private Future<Integer> statusAtEnd(HttpClientResponse response) {
        return response.end().map(response.statusCode());
    }

    private void answered(Attempt attempt, SandboxSubscription target, int status) {
        if (closed) {
            return;
        }
        if (status / 100 == 2) {
            failing = false;
            deliveries.recordDone(attempt.webhook());
            return;
        }
        retryOrDrop(attempt, target, "answered " + status, status >= 500 || status == 429);
    }

    private void requestFailed(Attempt attempt, SandboxSubscription target, Throwable problem) {
        boolean addressIsWrong = problem instanceof UnknownHostException || problem instanceof IllegalArgumentException;
        if (!closed) {
            retryOrDrop(attempt, target, problem.toString(), !addressIsWrong);
        }
    }

    private void retryOrDrop(Attempt attempt, SandboxSubscription target, String why, boolean mayRetry) {
        Optional<Duration> wait = mayRetry ? deliveries.retryDelay(attempt.number()) : Optional.empty();
        WebhookDelivery webhook = attempt.webhook();
        String next = wait.map(time -> "retrying in " + time.toMillis() + " ms").orElse("dropped");
        if (failing && wait.isPresent()) {
            LOG.debug("Webhook {} to {}: {}; {}", webhook.eventType(), target.address(), why, next);
        } else {
            // Thousands may fail for the same reason; the first one is logged.
            LOG.warn("Webhook {} to {}: {}; {}", webhook.eventType(), target.address(), why, next);
        }
        failing = true;
        wait.ifPresentOrElse(
                time -> deliveries.schedule(time, () -> enqueue(new Attempt(webhook, attempt.number() + 1))),
                () -> deliveries.recordDone(webhook));
    }
}
