package dev.linqroutes.webhook;

import dev.linqroutes.ledger.LedgerUnavailable;
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
public final class WebhookAnswers {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.webhook");
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final Map<WebhookAnswer, Answered> answers;

    private record Answered(LongAdder count, RareLine line) {}

    public WebhookAnswers() {
        this(System::nanoTime);
    }

    WebhookAnswers(LongSupplier nanos) {
        answers = Arrays.stream(WebhookAnswer.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        answer -> new Answered(new LongAdder(), new RareLine(LOG::warn, BETWEEN_LINES, nanos))));
    }

    public void stored() {
        answers.get(WebhookAnswer.STORED).count.increment();
    }

    public void rejected(WebhookRejected reason) {
        refused(reason.answer(), "webhook answered 401, which is final at Linq: " + reason.getMessage());
    }

    /** @param maxBody in bytes */
    void tooLarge(long maxBody) {
        comesAgain(
                WebhookAnswer.TOO_LARGE,
                "its body is larger than " + maxBody
                        + " bytes (camel.server.maxBodySize). It may be anybody's; if Linq does send such events, raise that"
                        + " and max.message.bytes of the topics of events");
    }

    /** @param reason whatever kept it from being stored */
    public void comesAgain(Throwable reason) {
        Throwable cause =
                reason instanceof CompletionException && reason.getCause() != null ? reason.getCause() : reason;
        if (cause instanceof WebhookRefused refused) {
            comesAgain(refused.answer(), refused.getMessage());
        } else if (cause instanceof LedgerUnavailable) {
            comesAgain(WebhookAnswer.LEDGER_AWAY, cause.getMessage());
        } else {
            comesAgain(WebhookAnswer.FAILED, cause.toString());
        }
    }

    void comesAgain(WebhookAnswer answer, String reason) {
        refused(answer, "webhook answered 503, Linq sends it again: " + reason);
    }

    private void refused(WebhookAnswer answer, String line) {
        answers.get(answer).count.increment();
        answers.get(answer).line.say(line);
    }

    /** How many were answered so. */
    public long count(WebhookAnswer answer) {
        return answers.get(answer).count.sum();
    }
}
