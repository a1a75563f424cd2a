package dev.linqroutes.sandbox.record;

import dev.linqroutes.sandbox.account.SandboxSubscription;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.account.WebhookDelivery;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.record.LoggedDelivery.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Puts webhooks into the log, with what becomes of them. What the log has forgotten is ignored. */
public final class DeliveryRecorder {
    private final Timeline timeline;
    private final BoundedLog<LoggedDelivery> log;
    private final ChangeStream changes;
    private final Map<String, Long> numbers = new HashMap<>();

    DeliveryRecorder(Timeline timeline, BoundedLog<LoggedDelivery> log, ChangeStream changes) {
        this.timeline = timeline;
        this.log = log;
        this.changes = changes;
        log.onForgotten(delivery -> numbers.remove(delivery.webhook().id()));
    }

    public void queued(WebhookDelivery webhook, SandboxSubscription target) {
        numbers.put(webhook.id(), log.add(new LoggedDelivery(webhook, target.publicUrl(), timeline.now())));
        changes.happened("delivery", webhook.id());
    }

    /**
     * @param status empty without an answer
     * @param error why there was no answer, without secrets
     */
    public void attempted(
            WebhookDelivery webhook, Instant at, OptionalInt status, Optional<String> error, long millis) {
        change(webhook, delivery -> delivery.add(new LoggedDelivery.Attempt(at, status, error, millis)));
    }

    /** @param left attempts, of a webhook that has a time for the next one */
    public void waiting(WebhookDelivery webhook, int left) {
        webhook.due()
                .ifPresent(due -> change(
                        webhook, delivery -> delivery.waitFor(new LoggedDelivery.Next(due, webhook.attempts(), left))));
    }

    public void delivered(WebhookDelivery webhook) {
        change(webhook, LoggedDelivery::delivered);
    }

    /** Not tried again. */
    public void dropped(WebhookDelivery webhook, String why) {
        change(webhook, delivery -> delivery.end(State.DROPPED, why));
    }

    public void lost(WebhookDelivery webhook, String why) {
        change(webhook, delivery -> delivery.end(State.LOST, why));
    }

    /** What waits for a subscription that is gone. */
    public void lostAll(String subscriptionId) {
        List.copyOf(numbers.values()).stream()
                .map(log::get)
                .filter(delivery -> delivery.state() == State.WAITING
                        && delivery.webhook().subscriptionId().equals(subscriptionId))
                .forEach(delivery -> lost(delivery.webhook(), "The subscription was deleted"));
    }

    private void change(WebhookDelivery webhook, Consumer<LoggedDelivery> change) {
        Optional.ofNullable(numbers.get(webhook.id())).ifPresent(number -> {
            change.accept(log.get(number));
            log.changed(number);
            changes.happened("delivery", webhook.id());
        });
    }

    /** @throws ApiError 404 when there is none or it was forgotten */
    public WebhookDelivery require(String id) {
        return Optional.ofNullable(numbers.get(id))
                .map(number -> log.get(number).webhook())
                .orElseThrow(() -> new ApiError(404, 1005, "There is no such delivery in the log"));
    }
}
