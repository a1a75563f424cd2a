package dev.linqroutes.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings webhooks to their subscriptions; one that fails does not hold up another (reference 4.4). */
final class Deliveries {
    /** Webhooks on their way to one subscription at the same time; what comes on top waits. */
    static final int AT_ONCE = 64;

    private final Vertx vertx;
    private final World world;
    private final HttpClient client;
    private final Backoff backoff;
    private final Map<String, Outlet> outlets = new HashMap<>();

    Deliveries(Vertx vertx, World world, Backoff backoff) {
        this.vertx = vertx;
        this.world = world;
        this.backoff = backoff;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(4 * AT_ONCE)
                .setConnectTimeout(Math.toIntExact(Outlet.PATIENCE.toMillis())));
    }

    void send(Webhook webhook) {
        Optional.ofNullable(world.subscriptions().get(webhook.subscriptionId()))
                .ifPresent(subscription -> outlets.computeIfAbsent(
                                subscription.id(), id -> new Outlet(this, client, subscription.secret()))
                        .send(webhook));
    }

    /** What a sandbox before this one did not get to. */
    void resume() {
        List.copyOf(world.undelivered().values()).forEach(this::send);
    }

    /** Stops at once (reference 2.14). */
    void forget(Subscription subscription) {
        Optional.ofNullable(outlets.remove(subscription.id())).ifPresent(Outlet::close);
    }

    /** Sends nothing any more; what is under way stays undelivered. */
    void close() {
        outlets.values().forEach(Outlet::close);
    }

    /** Where the webhook goes now; empty when its subscription is gone or paused. */
    Optional<Subscription> target(Webhook webhook) {
        return Optional.ofNullable(world.subscriptions().get(webhook.subscriptionId()))
                .filter(Subscription::isActive);
    }

    /** Delivered, or given up. */
    void done(Webhook webhook) {
        world.commit(new Change.WebhookDone(webhook.id()));
        world.flush();
    }

    Optional<Duration> waitAfter(int attempt) {
        return backoff.after(attempt);
    }

    void later(Duration wait, Runnable action) {
        vertx.setTimer(Math.max(1, wait.toMillis()), timer -> action.run());
    }
}
