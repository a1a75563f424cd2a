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

/** Delivers webhooks to their subscriptions. A failing webhook does not block others (reference 4.4). */
public final class WebhookDispatcher {
    /** Limit of concurrent webhooks per subscription; others wait. */
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

    /** Queues the undelivered webhooks of the journal. */
    public void resume() {
        List.copyOf(world.undeliveredWebhooks().values()).forEach(this::send);
    }

    /** Stops at once (reference 2.14). */
    public void stop(SandboxSubscription subscription) {
        Optional.ofNullable(queues.remove(subscription.id())).ifPresent(DeliveryQueue::close);
    }

    /** Stops sending; webhooks in flight count as undelivered. */
    public void close() {
        queues.values().forEach(DeliveryQueue::close);
    }

    /** The current subscription of a webhook; empty if deleted or inactive. */
    Optional<SandboxSubscription> findTarget(WebhookDelivery webhook) {
        return Optional.ofNullable(world.subscriptions().get(webhook.subscriptionId()))
                .filter(SandboxSubscription::isActive);
    }

    /** Removes a webhook that was delivered, or whose last attempt failed. */
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
