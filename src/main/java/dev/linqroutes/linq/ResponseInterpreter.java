package dev.linqroutes.linq;

import dev.linqroutes.ledger.chat.ChatReader;
import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Says what an answer of Linq, or the lack of one, means for a call. */
public final class ResponseInterpreter {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseInterpreter.class);
    static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

    /** The gate says when it is tried again. */
    private static final Duration DELAY_WHILE_OPEN = Duration.ofSeconds(1);

    private static final String NOT_REPEATED_HINT =
            "; not made again, since it may have been done and Linq could not recognise the repeat";

    /** Far above Linq's own answers; what a gateway adds behind it is not needed. */
    static final int MAX_BODY_BYTES = 1_000_000;

    private final RetryBackoff backoff;
    private final CircuitBreaker circuitBreaker;
    private final Clock clock;

    /** @param gate told what shows whether Linq works at all */
    public ResponseInterpreter(RetryBackoff backoff, CircuitBreaker gate, Clock clock) {
        this.backoff = backoff;
        this.circuitBreaker = gate;
        this.clock = clock;
    }

    /** Linq's codes for what passes by itself: another try may do what this one could not. */
    public static Set<Integer> transientCodes() {
        return ResponseClass.transientCodes();
    }

    /**
     * Takes what counts out of an HTTP answer.
     *
     * @param retryAfter a list where the header comes more than once
     * @throws IOException when the answer breaks off
     */
    public LinqResponse parse(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") Object retryAfter,
            @Header("X-Trace-ID") String traceId,
            @Body InputStream body)
            throws IOException {
        return LinqResponse.parse(
                status,
                Optional.ofNullable(retryAfter).map(ResponseInterpreter::joinValues),
                Optional.ofNullable(traceId),
                body == null ? new byte[0] : body.readNBytes(MAX_BODY_BYTES));
    }

    private static String joinValues(Object header) {
        return header instanceof Collection<?> values
                ? values.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : header.toString();
    }

    /** What the answer means for the call. */
    public CallResult interpret(@Variable("call") Call call, @Body LinqResponse answer) {
        return interpretResponse(call, answer);
    }

    CallResult interpretResponse(Call call, LinqResponse answer) {
        ResponseClass meaning = answer.responseClass();
        circuitBreaker.record(call.callId(), answer);
        switch (meaning) {
            case ACCEPTED:
                return accepted(call, answer);
            case RATE_LIMITED:
                return new CallResult.Retry(
                        requestedDelay(answer).orElse(DEFAULT_RETRY_AFTER), Reason.THROTTLED, answer.fault());
            case KEY_REJECTED:
                return new CallResult.Retry(DELAY_WHILE_OPEN, Reason.THROTTLED, answer.fault());
            case AGAIN:
                return retry(call, answer);
            case SOON_AGAIN:
                return retryWithBackoff(call, Reason.NOT_READY, answer.fault(), requestedDelay(answer));
            case NOT_OF_LINQ:
                return interpretForeign(call, answer);
            default:
                return new CallResult.Failed(answer.fault());
        }
    }

    private Optional<Duration> requestedDelay(LinqResponse answer) {
        return answer.requestedDelay(clock.instant());
    }

    private CallResult retry(Call call, LinqResponse answer) {
        return answer.isNotExecuted()
                ? retryWithBackoff(call, Reason.NOT_EXECUTED, answer.fault(), requestedDelay(answer))
                : retryIndeterminate(call, answer.fault(), requestedDelay(answer));
    }

    private CallResult interpretForeign(Call call, LinqResponse answer) {
        if (answer.httpStatus() / 100 == 2 && call.kind().isUnsafeToRepeat()) {
            // A page behind a good status proves nothing, and the call is not to be made twice: an event has to tell.
            return accepted(call, answer);
        }
        return retry(call, answer);
    }

    private CallResult accepted(Call call, LinqResponse answer) {
        if (call.kind() == CallKind.CREATE_CHAT && answer.chatId().isEmpty()) {
            // Repeating the key gives the original answer (reference 1.3).
            return retryIndeterminate(
                    call,
                    Fault.withoutResponse("HTTP " + answer.httpStatus() + " without a chat id"),
                    Optional.empty());
        }
        return new CallResult.Accepted(
                answer.httpStatus(),
                answer.chatId(),
                answer.messageId(),
                answer.traceId(),
                call.kind() == CallKind.CREATE_CHAT
                        ? ChatReader.readChat(answer.body().path("chat"), Instant.EPOCH)
                        : ChatState.UNKNOWN);
    }

    /** No answer: connection refused, lost, or too slow. */
    public CallResult interpretNoResponse(@Variable("call") Call call, @ExchangeException Exception reason) {
        Fault fault = Fault.withoutResponse(describe(reason));
        circuitBreaker.recordNoResponse(call.callId(), fault.message());
        return isNeverSent(reason)
                ? retryWithBackoff(call, Reason.NOT_EXECUTED, fault, Optional.empty())
                : retryIndeterminate(call, fault, Optional.empty());
    }

    /** Why there is no answer. */
    static String describe(Exception reason) {
        return reason instanceof RequestNotSent
                ? reason.getMessage()
                : reason.getClass().getSimpleName() + ": " + reason.getMessage();
    }

    /** No byte of a request is sent before a connection is there and its TLS handshake has ended. */
    private static boolean isNeverSent(Exception reason) {
        return reason instanceof RequestNotSent
                || reason instanceof SSLHandshakeException
                || reason instanceof SSLPeerUnverifiedException
                || reason instanceof ConnectException
                || reason instanceof UnknownHostException
                || reason instanceof NoRouteToHostException
                || reason instanceof ConnectTimeoutException
                || reason instanceof ConnectionRequestTimeoutException;
    }

    /** Linq may have done what the call asks for: what would show twice is not repeated. */
    private CallResult retryIndeterminate(Call call, Fault fault, Optional<Duration> asked) {
        return call.kind().isUnsafeToRepeat()
                ? new CallResult.Failed(fault.withDetail(NOT_REPEATED_HINT))
                : retryWithBackoff(call, Reason.INDETERMINATE, fault, asked);
    }

    /**
     * Whether the call was refused perhaps because an earlier try of it did its work: one whose answer was lost, or of which
     * a ledger that was restored knows nothing. Linq has no code for that (reference 2.6, 2.7), so the chat itself has to
     * tell, when Linq refuses it again.
     */
    public boolean isAmbiguousRefusal(@Variable("call") Call call, @Body CallResult result) {
        return (call.indeterminate() || call.attempts() > 0) && call.kind().isMemberChange() && isRefused(result);
    }

    private static boolean isRefused(CallResult result) {
        if (result instanceof CallResult.Retry again) {
            return again.isCountedAttempt() && again.fault().httpStatus().orElse(0) / 100 == 4;
        }
        return result instanceof CallResult.Failed;
    }

    /** What a refused change of the members means in the light of the chat as it is. */
    public CallResult reconcileMemberChange(
            @Variable("call") Call call, @Variable("refusal") CallResult refused, @Body LinqResponse chat) {
        boolean out = chat.responseClass() == ResponseClass.FAILED && call.kind() == CallKind.LEAVE_CHAT;
        ChatMembers members = ChatMembers.of(chat.body());
        boolean shown = chat.responseClass() == ResponseClass.ACCEPTED && members.isKnown();
        if (out || (shown && members.hasTakenEffect(call.kind(), call.memberHandle()))) {
            LOG.info("{} accepted: an earlier try has done it", call.describe());
            return new CallResult.Accepted(chat.httpStatus(), Optional.empty(), Optional.empty(), chat.traceId());
        }
        if (shown) {
            return failIfForbidden(call, refused, members);
        }
        if (chat.responseClass() == ResponseClass.FAILED) {
            return refused;
        }
        return chat.responseClass() == ResponseClass.ACCEPTED
                ? retryWithBackoff(
                        call,
                        Reason.INDETERMINATE,
                        Fault.withoutResponse("HTTP " + chat.httpStatus() + " without the chat's members"),
                        Optional.empty())
                : interpretResponse(call, chat);
    }

    /** What no later try can do has failed. */
    private static CallResult failIfForbidden(Call call, CallResult refused, ChatMembers members) {
        return refused instanceof CallResult.Retry again
                ? members.describeForbiddingRule(call.kind())
                        .<CallResult>map(
                                rule -> new CallResult.Failed(again.fault().withDetail("; " + rule)))
                        .orElse(refused)
                : refused;
    }

    /** The time to begin it had passed. */
    public CallResult interpretExpiredCommand(@Variable("call") Call call) {
        LOG.info("{} not made: its command has lapsed", call.describe());
        return new CallResult.Expired();
    }

    /**
     * An error that is neither Linq's nor the ledger's: the call is tried again like one without an answer, and fails with
     * this error when that lasts too long, so that no group waits for it for ever.
     */
    public CallResult interpretUnexpectedError(@Variable("call") Call call, @ExchangeException Exception error) {
        LOG.error("{}: unexpected error", call.describe(), error);
        return retryIndeterminate(
                call, Fault.withoutResponse("unexpected error: " + describe(error)), Optional.empty());
    }

    /** The call cannot be made at all. */
    public CallResult interpretImpossibleCall(@ExchangeException Exception reason) {
        return new CallResult.Failed(Fault.withoutResponse(reason.getMessage()), false);
    }

    private CallResult retryWithBackoff(Call call, Reason reason, Fault fault, Optional<Duration> asked) {
        boolean notReady = reason == Reason.NOT_READY;
        Instant now = clock.instant();
        Instant since = (notReady ? call.notReadySince() : call.failingSince()).orElse(now);
        Duration atMost = notReady ? backoff.maxTransition() : backoff.maxElapsed();
        Optional<Duration> wait = backoff.nextDelay(Duration.between(since, now), atMost, asked);
        wait.ifPresent(next -> LOG.atLevel(since.plus(backoff.maxDelay()).isAfter(now) ? Level.INFO : Level.WARN)
                .log(
                        "{} again in {} ms, tried since {}: {}",
                        call.describe(),
                        next.toMillis(),
                        since,
                        fault.message()));
        return wait.<CallResult>map(next -> new CallResult.Retry(next, reason, fault))
                .orElseGet(() -> new CallResult.Failed(fault));
    }
}
