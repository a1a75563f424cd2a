package dev.linqroutes.webhook.server;

import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.webhook.event.RequiredEvent;
import dev.linqroutes.webhook.verify.WebhookDeferred;
import dev.linqroutes.webhook.verify.WebhookResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Stores verified events in the ledger; refuses them while the ledger lags. */
public final class EventIntake {
    private final Predicate<String> isDropped;
    private final Function<VerifiedEvent, CompletionStage<Void>> ledger;
    private final Supplier<Duration> lag;
    private final Duration maxQueueTime;
    private final Executor responseExecutor;

    /**
     * @param isDropped whether events of a type are not published: those that the routes do not evaluate are not stored then
     * @param ledger completes when the event is stored
     * @param lag how long the oldest queued event has waited for the ledger
     * @param maxQueueTime while the oldest event has waited longer, new events are refused
     * @param responseExecutor continues the route after an event is stored, so that the ledger's thread is free for the next
     */
    public EventIntake(
            Predicate<String> isDropped,
            Function<VerifiedEvent, CompletionStage<Void>> ledger,
            Supplier<Duration> lag,
            Duration maxQueueTime,
            Executor responseExecutor) {
        this.isDropped = isDropped;
        this.ledger = ledger;
        this.lag = lag;
        this.maxQueueTime = maxQueueTime;
        this.responseExecutor = responseExecutor;
    }

    /**
     * Completes when the event is stored, or at once if it need not be; fails with a {@link dev.linqroutes.ledger.db.LedgerException} when it could not be.
     *
     * @return {@link WebhookResult#DROPPED} for an event that is not published, also if what it says about a call is stored
     * @throws WebhookDeferred when the ledger lags
     */
    public CompletionStage<WebhookResult> record(VerifiedEvent event) {
        String type = event.eventType();
        WebhookResult result = isDropped.test(type) ? WebhookResult.DROPPED : WebhookResult.STORED;
        if (result == WebhookResult.DROPPED && RequiredEvent.ofType(type).isEmpty()) {
            return CompletableFuture.completedFuture(result);
        }
        if (isLagging()) {
            throw new WebhookDeferred(
                    WebhookResult.LAGGING,
                    "overloaded: the oldest queued event has waited "
                            + lag.get().toMillis() + " ms for the ledger");
        }
        return ledger.apply(event)
                .whenCompleteAsync((stored, failed) -> {}, responseExecutor)
                .thenApply(stored -> result);
    }

    boolean isLagging() {
        return lag.get().compareTo(maxQueueTime) > 0;
    }

    Duration maxQueueTime() {
        return maxQueueTime;
    }
}
