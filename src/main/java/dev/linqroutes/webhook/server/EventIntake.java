package dev.linqroutes.webhook.server;

import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.webhook.verify.WebhookNotAccepted;
import dev.linqroutes.webhook.verify.WebhookResult;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Puts verified events into the ledger, if that keeps up. */
public final class EventIntake {
    private final Function<VerifiedEvent, CompletionStage<Void>> ledger;
    private final Supplier<Duration> lag;
    private final Duration maxQueueTime;
    private final Executor responseExecutor;

    /**
     * @param ledger done when the event is in it
     * @param lag how long the event has waited for the ledger that has waited longest
     * @param longestWait while one has waited longer, no others are taken
     * @param answering does what comes after an event is stored: the ledger's thread has better things to do
     */
    public EventIntake(
            Function<VerifiedEvent, CompletionStage<Void>> ledger,
            Supplier<Duration> lag,
            Duration longestWait,
            Executor answering) {
        this.ledger = ledger;
        this.lag = lag;
        this.maxQueueTime = longestWait;
        this.responseExecutor = answering;
    }

    /**
     * Done when the event is in the ledger; fails with a {@link dev.linqroutes.ledger.db.LedgerException} when the ledger could
     * not.
     *
     * @throws WebhookNotAccepted when others wait too long already
     */
    public CompletionStage<Void> record(VerifiedEvent event) {
        if (isLagging()) {
            throw new WebhookNotAccepted(
                    WebhookResult.LAGGING,
                    "the ledger is too slow, events have waited " + lag.get().toMillis() + " ms for it");
        }
        return ledger.apply(event).whenCompleteAsync((stored, failed) -> {}, responseExecutor);
    }

    /** Whether one more event would wait too long for the ledger. */
    boolean isLagging() {
        return lag.get().compareTo(maxQueueTime) > 0;
    }

    Duration maxQueueTime() {
        return maxQueueTime;
    }
}
