package dev.linqroutes.sandbox;

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

/** The webhooks of one subscription: some under way, the others waiting. */
final class Outlet {
    /** How long an endpoint may take to answer (reference 4.4). */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);
    private final Deliveries deliveries;
    private final HttpClient client;
    private final Signatures signatures;
    private final Deque<Attempt> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean failing;
    private boolean closed;

    /** @param number of this try, from 1 */
    private record Attempt(Webhook webhook, int number) {}

    Outlet(Deliveries deliveries, HttpClient client, String secret) {
        this.deliveries = deliveries;
        this.client = client;
        this.signatures = new Signatures(secret);
    }

    void send(Webhook webhook) {
        enqueue(new Attempt(webhook, 1));
    }

    void close() {
        closed = true;
        waiting.clear();
    }

    private void enqueue(Attempt attempt) {
        if (!closed) {
            waiting.add(attempt);
            startWhatMayStart();
        }
    }

    private void startWhatMayStart() {
        while (underWay < Deliveries.AT_ONCE && !waiting.isEmpty()) {
            Attempt attempt = waiting.remove();
            Optional<Subscription> target = deliveries.target(attempt.webhook());
            if (target.isEmpty()) {
                deliveries.done(attempt.webhook());
                continue;
            }
            underWay++;
            post(attempt.webhook(), target.get())
                    .onSuccess(status -> answered(attempt, target.get(), status))
                    .onFailure(problem -> broken(attempt, target.get(), problem))
                    .onComplete(result -> {
                        underWay--;
                        startWhatMayStart();
                    });
        }
    }

    private Future<Integer> post(Webhook webhook, Subscription target) {
        long seconds = Instant.now().getEpochSecond();
        String legacy = signatures.legacy(seconds, webhook.body());
        RequestOptions options = new RequestOptions();
        try {
            options.setAbsoluteURI(target.targetUrl());
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
        options.setMethod(HttpMethod.POST)
                .setTimeout(PATIENCE.toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("webhook-id", webhook.eventId())
                .putHeader("webhook-timestamp", Long.toString(seconds))
                .putHeader("webhook-signature", signatures.standard(webhook.eventId(), seconds, webhook.body()))
                .putHeader("X-Webhook-Event", webhook.eventType())
                .putHeader("X-Webhook-Subscription-ID", webhook.subscriptionId())
                .putHeader("X-Webhook-Timestamp", Long.toString(seconds))
                .putHeader("X-Webhook-Signature", legacy);
        return client.request(options)
                .compose(request -> request.send(webhook.body()))
                .compose(this::statusAtEnd);
    }

    /** Waits for the whole answer: only then the connection can be used again. */
    private Future<Integer> statusAtEnd(HttpClientResponse response) {
        return response.end().map(response.statusCode());
    }

    private void answered(Attempt attempt, Subscription target, int status) {
        if (closed) {
            return;
        }
        if (status / 100 == 2) {
            failing = false;
            deliveries.done(attempt.webhook());
            return;
        }
        failed(attempt, target, "answered " + status, status >= 500 || status == 429);
    }

    private void broken(Attempt attempt, Subscription target, Throwable problem) {
        boolean addressIsWrong = problem instanceof UnknownHostException || problem instanceof IllegalArgumentException;
        if (!closed) {
            failed(attempt, target, problem.toString(), !addressIsWrong);
        }
    }

    private void failed(Attempt attempt, Subscription target, String why, boolean mayRetry) {
        Optional<Duration> wait = mayRetry ? deliveries.waitAfter(attempt.number()) : Optional.empty();
        Webhook webhook = attempt.webhook();
        String next = wait.map(time -> "again in " + time.toMillis() + " ms").orElse("dropped");
        if (failing && wait.isPresent()) {
            LOG.debug("Webhook {} to {}: {}; {}", webhook.eventType(), target.address(), why, next);
        } else {
            // Thousands may fail for one reason; the first one tells it.
            LOG.warn("Webhook {} to {}: {}; {}", webhook.eventType(), target.address(), why, next);
        }
        failing = true;
        wait.ifPresentOrElse(
                time -> deliveries.later(time, () -> enqueue(new Attempt(webhook, attempt.number() + 1))),
                () -> deliveries.done(webhook));
    }
}
