package dev.linqroutes.sandbox.record;

import dev.linqroutes.sandbox.account.SandboxSubscription;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.account.WebhookDelivery;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.record.LoggedDelivery.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts webhooks into the log, with what becomes of them. What the log has forgotten is ignored. */
public final class DeliveryRecorder {
    private final Timeline timeline;
    private final BoundedLog<LoggedDelivery> log;
    private final ChangeStream changes;
    private final Map<String, LoggedDelivery> byId = new HashMap<>();

    DeliveryRecorder(Timeline timeline, BoundedLog<LoggedDelivery> log, ChangeStream changes) {
        this.timeline = timeline;
        this.log = log;
        this.changes = changes;
        log.onForgotten(delivery -> byId.remove(delivery.webhook().id()));
    }

    public void queued(WebhookDelivery webhook, SandboxSubscription target) {
        LoggedDelivery delivery = new LoggedDelivery(webhook, target.publicUrl(), timeline.now());
        byId.put(webhook.id(), delivery);
        log.add(delivery);
        changes.happened("delivery", webhook.id());
    }

    /**
     * @param status empty without an answer
     * @param error why there was no answer, without secrets
     */
    public void attempted(WebhookDelivery webhook, OptionalInt status, Optional<String> error, long millis) {
        change(webhook)
                .ifPresent(delivery -> delivery.add(
                        new LoggedDelivery.Attempt(timeline.now().minusMillis(millis), status, error, millis)));
    }

    public void delivered(WebhookDelivery webhook) {
        change(webhook).ifPresent(delivery -> delivery.become(State.DELIVERED));
    }

    /** After its last attempt. */
    public void dropped(WebhookDelivery webhook) {
        change(webhook).ifPresent(delivery -> delivery.become(State.DROPPED));
    }

    public void lost(WebhookDelivery webhook) {
        change(webhook).ifPresent(delivery -> delivery.become(State.LOST));
    }

    /** What waits for a subscription that is gone. */
    public void lostAll(String subscriptionId) {
        List.copyOf(byId.values()).stream()
                .filter(delivery -> delivery.isWaiting()
                        && delivery.webhook().subscriptionId().equals(subscriptionId))
                .forEach(delivery -> lost(delivery.webhook()));
    }

    private Optional<LoggedDelivery> change(WebhookDelivery webhook) {
        changes.happened("delivery", webhook.id());
        return Optional.ofNullable(byId.get(webhook.id()));
    }

    /** @throws ApiError 404 when there is none or it was forgotten */
    public WebhookDelivery require(String id) {
        LoggedDelivery delivery = byId.get(id);
        if (delivery == null) {
            throw new ApiError(404, 1005, "There is no such delivery in the log");
        }
        return delivery.webhook();
    }
}
