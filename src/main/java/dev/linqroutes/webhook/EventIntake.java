package dev.linqroutes.webhook;

import dev.linqroutes.ledger.NewEvent;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Puts verified events into the ledger, if that keeps up. */
public final class EventIntake {
    private final Function<NewEvent, CompletionStage<Void>> ledger;
    private final Supplier<Duration> lag;
    private final Duration longestWait;
    private final Executor answering;

    /**
     * @param ledger done when the event is in it
     * @param lag how long the event has waited for the ledger that has waited longest
     * @param longestWait while one has waited longer, no others are taken
     * @param answering does what comes after an event is stored: the ledger's thread has better things to do
     */
    public EventIntake(
            Function<NewEvent, CompletionStage<Void>> ledger,
            Supplier<Duration> lag,
            Duration longestWait,
            Executor answering) {
        this.ledger = ledger;
        this.lag = lag;
        this.longestWait = longestWait;
        this.answering = answering;
    }

    /**
     * Done when the event is in the ledger; fails with a {@link dev.linqroutes.ledger.LedgerException} when the ledger could
     * not.
     *
     * @throws WebhookRefused when others wait too long already
     */
    public CompletionStage<Void> store(NewEvent event) {
        if (lags()) {
            throw new WebhookRefused(
                    WebhookAnswer.LAGGING,
                    "the ledger is too slow, events have waited " + lag.get().toMillis() + " ms for it");
        }
        return ledger.apply(event).whenCompleteAsync((stored, failed) -> {}, answering);
    }

    /** Whether one more event would wait too long for the ledger. */
    boolean lags() {
        return lag.get().compareTo(longestWait) > 0;
    }

    Duration longestWait() {
        return longestWait;
    }
}
