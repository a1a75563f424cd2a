package dev.linqroutes.webhook.server;

import dev.linqroutes.ledger.db.LedgerUnavailable;
import dev.linqroutes.webhook.verify.WebhookNotAccepted;
import dev.linqroutes.webhook.verify.WebhookRejected;
import dev.linqroutes.webhook.verify.WebhookResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what webhooks are answered, and says why they are refused; anybody may send some, so it says so rarely. */
public final class WebhookResponses {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.webhook");
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final Map<WebhookResult, Counter> counters;

    private record Counter(LongAdder count, RateLimitedLog log) {}

    public WebhookResponses() {
        this(System::nanoTime);
    }

    WebhookResponses(LongSupplier nanos) {
        counters = Arrays.stream(WebhookResult.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        answer -> new Counter(new LongAdder(), new RateLimitedLog(LOG::warn, LOG_INTERVAL, nanos))));
    }

    public void recordStored() {
        counters.get(WebhookResult.STORED).count.increment();
    }

    public void recordRejected(WebhookRejected reason) {
        recordRefused(reason.result(), "webhook answered 401, which is final at Linq: " + reason.getMessage());
    }

    /** @param maxBody in bytes */
    void retryTooLarge(long maxBody) {
        retryLater(
                WebhookResult.TOO_LARGE,
                "its body is larger than " + maxBody
                        + " bytes (camel.server.maxBodySize). It may be anybody's; if Linq does send such events, raise that"
                        + " and max.message.bytes of the topics of events");
    }

    /** @param reason whatever kept it from being stored */
    public void retryLater(Throwable reason) {
        Throwable cause =
                reason instanceof CompletionException && reason.getCause() != null ? reason.getCause() : reason;
        if (cause instanceof WebhookNotAccepted refused) {
            retryLater(refused.result(), refused.getMessage());
        } else if (cause instanceof LedgerUnavailable) {
            retryLater(WebhookResult.LEDGER_AWAY, cause.getMessage());
        } else {
            retryLater(WebhookResult.FAILED, cause.toString());
        }
    }

    void retryLater(WebhookResult answer, String reason) {
        recordRefused(answer, "webhook answered 503, Linq sends it again: " + reason);
    }

    private void recordRefused(WebhookResult answer, String line) {
        counters.get(answer).count.increment();
        counters.get(answer).log.log(line);
    }

    /** How many were answered so. */
    public long count(WebhookResult answer) {
        return counters.get(answer).count.sum();
    }
}
