package dev.linqroutes.webhook.server;

import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.webhook.verify.WebhookDeferred;
import dev.linqroutes.webhook.verify.WebhookResult;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Stores verified events in the ledger; refuses them while the ledger lags. */
public final class EventIntake {
    private final Function<VerifiedEvent, CompletionStage<Void>> ledger;
    private final Supplier<Duration> lag;
    private final Duration maxQueueTime;
    private final Executor responseExecutor;

    /**
     * @param ledger completes when the event is stored
     * @param lag how long the oldest queued event has waited for the ledger
     * @param maxQueueTime while the oldest event has waited longer, new events are refused
     * @param responseExecutor continues the route after an event is stored, so that the ledger's thread is free for the next
     */
    public EventIntake(
            Function<VerifiedEvent, CompletionStage<Void>> ledger,
            Supplier<Duration> lag,
            Duration maxQueueTime,
            Executor responseExecutor) {
        this.ledger = ledger;
        this.lag = lag;
        this.maxQueueTime = maxQueueTime;
        this.responseExecutor = responseExecutor;
    }

    /**
     * Completes when the event is stored; fails with a {@link dev.linqroutes.ledger.db.LedgerException} when it could not be.
     *
     * @throws WebhookDeferred when the ledger lags
     */
    public CompletionStage<Void> record(VerifiedEvent event) {
        if (isLagging()) {
            throw new WebhookDeferred(
                    WebhookResult.LAGGING,
                    "overloaded: the oldest queued event has waited "
                            + lag.get().toMillis() + " ms for the ledger");
        }
        return ledger.apply(event).whenCompleteAsync((stored, failed) -> {}, responseExecutor);
    }

    boolean isLagging() {
        return lag.get().compareTo(maxQueueTime) > 0;
    }

    Duration maxQueueTime() {
        return maxQueueTime;
    }
}
