package dev.linqroutes.sandbox.delivery;

import dev.linqroutes.sandbox.world.SandboxSubscription;
import dev.linqroutes.sandbox.world.WebhookDelivery;
import dev.linqroutes.sandbox.world.World;
import dev.linqroutes.sandbox.world.WorldChange;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings webhooks to their subscriptions; one that fails does not hold up another (reference 4.4). */
public final class WebhookDispatcher {
    /** Webhooks on their way to one subscription at the same time; what comes on top waits. */
    static final int MAX_IN_FLIGHT = 64;

    private final Vertx vertx;
    private final World world;
    private final HttpClient client;
    private final WebhookBackoff backoff;
    private final Map<String, DeliveryQueue> queues = new HashMap<>();

    public WebhookDispatcher(Vertx vertx, World world, WebhookBackoff backoff) {
        this.vertx = vertx;
        this.world = world;
        this.backoff = backoff;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(4 * MAX_IN_FLIGHT)
                .setConnectTimeout(Math.toIntExact(DeliveryQueue.TIMEOUT.toMillis())));
    }

    void send(WebhookDelivery webhook) {
        Optional.ofNullable(world.subscriptions().get(webhook.subscriptionId()))
                .ifPresent(subscription -> queues.computeIfAbsent(
                                subscription.id(), id -> new DeliveryQueue(this, client, subscription.secret()))
                        .send(webhook));
    }

    /** What a sandbox before this one did not get to. */
    public void resume() {
        List.copyOf(world.undeliveredWebhooks().values()).forEach(this::send);
    }

    /** Stops at once (reference 2.14). */
    public void stop(SandboxSubscription subscription) {
        Optional.ofNullable(queues.remove(subscription.id())).ifPresent(DeliveryQueue::close);
    }

    /** Sends nothing any more; what is under way stays undelivered. */
    public void close() {
        queues.values().forEach(DeliveryQueue::close);
    }

    /** Where the webhook goes now; empty when its subscription is gone or paused. */
    Optional<SandboxSubscription> findTarget(WebhookDelivery webhook) {
        return Optional.ofNullable(world.subscriptions().get(webhook.subscriptionId()))
                .filter(SandboxSubscription::isActive);
    }

    /** Delivered, or given up. */
    void recordDone(WebhookDelivery webhook) {
        world.commit(new WorldChange.WebhookDone(webhook.id()));
        world.flush();
    }

    Optional<Duration> retryDelay(int attempt) {
        return backoff.delayAfter(attempt);
    }

    void schedule(Duration wait, Runnable action) {
        vertx.setTimer(Math.max(1, wait.toMillis()), timer -> action.run());
    }
}
