package dev.linqroutes.linq;

import dev.linqroutes.ledger.Call;
import dev.linqroutes.ledger.CallKind;
import dev.linqroutes.ledger.CallResult;
import dev.linqroutes.ledger.CallResult.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what an answer of Linq, or the lack of one, means for a call. */
public final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final Duration NO_WAIT_GIVEN = Duration.ofSeconds(5);

    /** Far above Linq's own answers; what a gateway adds behind it is not needed. */
    private static final int LARGEST = 1_000_000;

    private final Backoff backoff;
    private final Duration keyProbe;
    private final Clock clock;

    /** @param keyProbe how long a call waits after Linq has rejected the key */
    public Answers(Backoff backoff, Duration keyProbe, Clock clock) {
        this.backoff = backoff;
        this.keyProbe = keyProbe;
        this.clock = clock;
    }

    /** @throws IOException when the answer breaks off */
    public CallResult read(
            @Variable("call") Call call,
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Header("X-Trace-ID") String traceId,
            @Body InputStream body)
            throws IOException {
        LinqAnswer answer = LinqAnswer.of(
                status,
                Optional.ofNullable(retryAfter),
                Optional.ofNullable(traceId),
                body == null ? new byte[0] : body.readNBytes(LARGEST));
        return result(call, answer);
    }

    CallResult result(Call call, LinqAnswer answer) {
        switch (answer.meaning()) {
            case ACCEPTED:
                return accepted(call, answer);
            case RATE_LIMITED:
                return new CallResult.Again(answer.waitAsked().orElse(NO_WAIT_GIVEN), false, answer.fault());
            case KEY_REJECTED:
                LOG.error(
                        "Linq rejected the API key (HTTP {}); {} waits for a valid one",
                        answer.httpStatus(),
                        call.name());
                return new CallResult.Again(keyProbe, false, answer.fault());
            case AGAIN:
                return again(call, answer.fault());
            default:
                LOG.warn("{} failed: {}", call.name(), answer.fault().message());
                return new CallResult.Failed(answer.fault());
        }
    }

    private CallResult accepted(Call call, LinqAnswer answer) {
        if (call.kind() == CallKind.CREATE_CHAT && answer.chatId().isEmpty()) {
            // Repeating the key gives the original answer (reference 1.3).
            return again(call, Fault.noAnswer("HTTP " + answer.httpStatus() + " without a chat id"));
        }
        return new CallResult.Accepted(answer.httpStatus(), answer.chatId(), answer.messageId(), answer.traceId());
    }

    /** No answer: connection refused, lost, or too slow. Linq may have got the call; the key makes it safe to repeat. */
    public CallResult unreachable(@Variable("call") Call call, @ExchangeException Exception reason) {
        return again(call, Fault.noAnswer(reason.getClass().getSimpleName() + ": " + reason.getMessage()));
    }

    /** The call cannot be made at all. */
    public CallResult impossible(@Variable("call") Call call, @ExchangeException Exception reason) {
        LOG.warn("{} failed: {}", call.name(), reason.getMessage());
        return new CallResult.Failed(Fault.noAnswer(reason.getMessage()));
    }

    private CallResult again(Call call, Fault fault) {
        Instant now = clock.instant();
        Duration wait = backoff.after(call.attempts());
        Instant giveUp = call.firstTryAt().orElse(now).plus(backoff.maxElapsed());
        if (now.plus(wait).isAfter(giveUp)) {
            LOG.warn("{} failed after {} attempts: {}", call.name(), call.attempts() + 1, fault.message());
            return new CallResult.Failed(fault);
        }
        LOG.info("{} again in {} ms: {}", call.name(), wait.toMillis(), fault.message());
        return new CallResult.Again(wait, true, fault);
    }
}
