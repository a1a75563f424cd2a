package dev.linqroutes.sandbox.delivery;

import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.SandboxSubscription;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.account.WebhookDelivery;
import dev.linqroutes.sandbox.faults.FaultInjector;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.record.DeliveryRecorder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Delivers webhooks to their subscriptions. A failing webhook does not block others (reference 4.4). */
public final class WebhookDispatcher {
    /** Limit of concurrent webhooks per subscription; others wait. */
    static final int MAX_IN_FLIGHT = 64;

    private static final Logger LOG = System.getLogger(WebhookDispatcher.class.getName());

    private final Account account;
    private final Timeline timeline;
    private final WebhookClient client;
    private final WebhookBackoff backoff;
    private final DeliveryRecorder log;
    private final FaultyDeliveries faults;
    private final int mostUndelivered;
    private final Map<String, DeliveryQueue> queues = new HashMap<>();
    private boolean overflowing;
    private boolean closed;

    /** @param mostUndelivered of all subscriptions; the oldest are dropped */
    public WebhookDispatcher(
            WebhookClient client,
            Account account,
            Timeline timeline,
            WebhookBackoff backoff,
            DeliveryRecorder log,
            FaultInjector faults,
            int mostUndelivered) {
        this.client = client;
        this.account = account;
        this.timeline = timeline;
        this.backoff = backoff;
        this.log = log;
        this.mostUndelivered = mostUndelivered;
        this.faults = new FaultyDeliveries(this, timeline, faults);
    }

    FaultyDeliveries faults() {
        return faults;
    }

    /** Takes in a new webhook, to be sent now or later. */
    void queue(WebhookDelivery webhook) {
        account.commit(new AccountChange.WebhookQueued(webhook));
        recordQueued(webhook);
        dropOldest();
    }

    private void dropOldest() {
        Collection<WebhookDelivery> undelivered = account.undeliveredWebhooks().values();
        if (!isTooMuchUndelivered()) {
            overflowing = false;
            return;
        }
        if (!overflowing) {
            LOG.log(
                    Level.WARNING,
                    "Over " + mostUndelivered + " webhooks or " + Account.MAX_BYTES / 1024 / 1024
                            + " MB are undelivered; dropping the oldest");
        }
        overflowing = true;
        while (isTooMuchUndelivered()) {
            recordDropped(undelivered.iterator().next(), "Too many webhooks waited, and this was the oldest");
        }
    }

    private boolean isTooMuchUndelivered() {
        return account.undeliveredWebhooks().size() > mostUndelivered
                || account.undeliveredWeight() > Account.MAX_BYTES;
    }

    private void recordQueued(WebhookDelivery webhook) {
        subscription(webhook).ifPresent(subscription -> log.queued(webhook, subscription));
        recordWaiting(webhook);
    }

    private void recordWaiting(WebhookDelivery webhook) {
        log.waiting(webhook, WebhookBackoff.MAX_ATTEMPTS - webhook.attempts());
    }

    void sendWhenDue(WebhookDelivery webhook) {
        sendWhenDue(webhook, timeline.ahead());
    }

    /** @param ahead of the clock at which it waits: what was advanced since does not make it late */
    private void sendWhenDue(WebhookDelivery webhook, Duration ahead) {
        Optional<Instant> later = webhook.due().filter(timeline.now()::isBefore);
        // Not the webhook, which may be dropped before.
        String id = webhook.id();
        later.ifPresentOrElse(
                due -> timeline.at(
                        due, () -> findUndelivered(id).ifPresent(waiting -> send(waiting, aheadAtDue(waiting, ahead)))),
                () -> send(webhook, aheadAtDue(webhook, ahead)));
    }

    /** How far time was advanced when the webhook was due, if that was passed by advancing the time. */
    private Duration aheadAtDue(WebhookDelivery webhook, Duration ahead) {
        Duration advanced = timeline.ahead().minus(ahead);
        Duration late =
                webhook.due().map(due -> Duration.between(due, timeline.now())).orElse(Duration.ZERO);
        return timeline.ahead().minus(late.compareTo(advanced) < 0 ? late : advanced);
    }

    /** Empty when it was dropped meanwhile. */
    Optional<WebhookDelivery> findUndelivered(String id) {
        return Optional.ofNullable(account.undeliveredWebhooks().get(id));
    }

    void sendNow(WebhookDelivery webhook) {
        send(webhook, timeline.ahead());
    }

    private void send(WebhookDelivery webhook, Duration ahead) {
        if (!closed) {
            subscription(webhook).ifPresent(subscription -> queues.computeIfAbsent(
                            subscription.id(), id -> new DeliveryQueue(this, client, subscription.secret()))
                    .send(webhook, ahead));
        }
    }

    /** The time of an attempt that began when the time had been advanced so far. */
    Instant now(Duration ahead) {
        return timeline.now(ahead);
    }

    private Optional<SandboxSubscription> subscription(WebhookDelivery webhook) {
        return Optional.ofNullable(account.subscriptions().get(webhook.subscriptionId()));
    }

    /**
     * Sends the same event with the same body as a further delivery.
     *
     * @throws ApiError 409/1005 when the subscription was deleted or switched off since
     */
    public WebhookDelivery sendAgain(WebhookDelivery webhook) {
        SandboxSubscription target = findTarget(webhook)
                .orElseThrow(() -> new ApiError(409, 1005, "The subscription was deleted or is not active"));
        WebhookDelivery again = WebhookDelivery.to(
                target, webhook.eventId(), webhook.eventType(), webhook.body(), faults.newJitterSeed());
        queue(again);
        sendNow(again);
        return again;
    }

    DeliveryRecorder log() {
        return log;
    }

    /** Goes on with the undelivered webhooks of the journal, each at its time. */
    public void resume() {
        dropOldest();
        List.copyOf(account.undeliveredWebhooks().values()).forEach(webhook -> {
            recordQueued(webhook);
            sendWhenDue(webhook);
        });
    }

    /** Stops at once (reference 2.14). */
    public void stop(SandboxSubscription subscription) {
        Optional.ofNullable(queues.remove(subscription.id())).ifPresent(DeliveryQueue::close);
        log.lostAll(subscription.id());
    }

    /** Stops sending; webhooks in flight count as undelivered. */
    public void close() {
        closed = true;
        queues.values().forEach(DeliveryQueue::close);
    }

    /** The current subscription of a webhook; empty if deleted or inactive. */
    Optional<SandboxSubscription> findTarget(WebhookDelivery webhook) {
        return subscription(webhook).filter(SandboxSubscription::isActive);
    }

    /** Removes a webhook that was delivered, or whose last attempt failed. */
    void recordDone(WebhookDelivery webhook) {
        account.commit(new AccountChange.WebhookDone(webhook.id()));
        account.flushJournal();
        faults.done(webhook);
    }

    /** Removes a webhook that was not delivered and is not tried any more. */
    void recordDropped(WebhookDelivery webhook, String why) {
        log.dropped(webhook, why);
        recordDone(webhook);
    }

    /** Removes a webhook that is never sent. */
    void recordLost(WebhookDelivery webhook, String why) {
        log.lost(webhook, why);
        recordDone(webhook);
    }

    /**
     * Sends it again after this time. Where time was advanced during the attempt, at once: each attempt that would have been made
     * until then is made, one after another.
     *
     * @param ahead of the clock at the attempt
     */
    void retry(WebhookDelivery webhook, Duration wait, Duration ahead) {
        WebhookDelivery failed =
                webhook.waiting(webhook.attempts() + 1, Optional.of(now(ahead).plus(wait)));
        account.commit(new AccountChange.WebhookAttempted(failed.id(), failed.attempts(), failed.due()));
        account.flushJournal();
        recordWaiting(failed);
        sendWhenDue(failed, ahead);
    }

    /** After a further failed attempt; empty when it was the last. */
    Optional<Duration> retryDelay(WebhookDelivery webhook) {
        return backoff.delayAfter(webhook.attempts() + 1, webhook.jitterSeed());
    }
}
