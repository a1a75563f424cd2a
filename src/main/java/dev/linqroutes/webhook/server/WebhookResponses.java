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

/** Counts the responses to webhooks and logs why webhooks are refused; rate-limited, since anybody can send requests. */
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
                        result -> new Counter(new LongAdder(), new RateLimitedLog(LOG::warn, LOG_INTERVAL, nanos))));
    }

    /** @param result of one that was answered with 200 */
    public void countAccepted(WebhookResult result) {
        counters.get(result).count.increment();
    }

    public void countRejected(WebhookRejected rejection) {
        countAndLog(rejection.result(), "webhook answered with 401, Linq will not retry: " + rejection.getMessage());
    }

    void retryTooLarge(long maxBodyBytes) {
        countUnavailable(
                WebhookResult.TOO_LARGE,
                "body larger than " + maxBodyBytes
                        + " bytes (camel.server.maxBodySize), so its sender is unverified; if Linq sends such events, raise camel.server.maxBodySize and max.message.bytes of the event topics");
    }

    public void countUnavailable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WebhookNotAccepted refusal) {
            countUnavailable(refusal.result(), refusal.getMessage());
        } else if (cause instanceof LedgerUnavailable) {
            countUnavailable(WebhookResult.LEDGER_AWAY, cause.getMessage());
        } else {
            countUnavailable(WebhookResult.FAILED, cause.toString());
        }
    }

    void countUnavailable(WebhookResult result, String reason) {
        countAndLog(result, "webhook answered with 503, Linq will retry: " + reason);
    }

    private void countAndLog(WebhookResult result, String line) {
        counters.get(result).count.increment();
        counters.get(result).log.log(line);
    }

    public long count(WebhookResult result) {
        return counters.get(result).count.sum();
    }
}
