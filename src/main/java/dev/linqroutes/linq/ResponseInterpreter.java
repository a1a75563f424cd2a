package dev.linqroutes.linq;

import dev.linqroutes.ledger.chat.ChatReader;
import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.CallResult.Accepted.Effect;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.mailbox.LostUploads;
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

/** Decides what a response of Linq, or the lack of one, means for a call (reference 1.5). */
public final class ResponseInterpreter {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseInterpreter.class);

    /** After a 429 without Retry-After. */
    static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

    /** The mailbox is due at once; the circuit breaker decides when it is leased again. */
    private static final Duration DELAY_WHILE_OPEN = Duration.ofSeconds(1);

    private static final String NOT_REPEATED_HINT =
            "; not repeated, because it may have been executed and Linq cannot recognise a repetition";

    private static final int MESSAGE_NOT_FOUND = 2002;
    private static final int ATTACHMENT_NOT_FOUND = 2003;

    /** Far above the size of Linq's own responses. The rest of a longer one is not read. */
    static final int MAX_BODY_BYTES = 1_000_000;

    private final RetryBackoff backoff;
    private final CircuitBreaker circuitBreaker;
    private final Clock clock;

    /** @param circuitBreaker informed of every response and of every lack of one */
    public ResponseInterpreter(RetryBackoff backoff, CircuitBreaker circuitBreaker, Clock clock) {
        this.backoff = backoff;
        this.circuitBreaker = circuitBreaker;
        this.clock = clock;
    }

    /** Linq's error codes for temporary conditions: a later attempt may succeed. */
    public static Set<Integer> transientCodes() {
        return ResponseClass.transientCodes();
    }

    /**
     * Reads status, body, trace id and requested delay of an HTTP response.
     *
     * @param retryAfter a list if the header is repeated
     * @throws IOException if the body ends early
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

    /** What the response means for the call. */
    public CallResult interpret(@Variable("call") Call call, @Body LinqResponse response) {
        return interpretResponse(call, response);
    }

    CallResult interpretResponse(Call call, LinqResponse response) {
        ResponseClass meaning = response.responseClass();
        circuitBreaker.record(call.callId(), response);
        switch (meaning) {
            case ACCEPTED:
                return accepted(call, response);
            case RATE_LIMITED:
                return new CallResult.Retry(
                        requestedDelay(response).orElse(DEFAULT_RETRY_AFTER), Reason.THROTTLED, response.fault());
            case KEY_REJECTED:
                return new CallResult.Retry(DELAY_WHILE_OPEN, Reason.THROTTLED, response.fault());
            case RETRYABLE:
                return retry(call, response);
            case NOT_READY:
                return retryWithBackoff(call, Reason.NOT_READY, response.fault(), requestedDelay(response));
            case FOREIGN:
                return interpretForeign(call, response);
            default:
                if (LostUploads.isLost(call, response.fault().code())) {
                    return retryWithBackoff(call, Reason.NOT_READY, response.fault(), Optional.empty());
                }
                return isGoneAlready(call, response)
                        ? accepted(call, response)
                        : new CallResult.Failed(response.fault());
        }
    }

    /** Whether what the call deletes does not exist: deleted by an earlier attempt, by somebody else, or expired. */
    private static boolean isGoneAlready(Call call, LinqResponse response) {
        Optional<Integer> code = response.fault().code();
        return call.kind() == CallKind.DELETE_MESSAGE && code.equals(Optional.of(MESSAGE_NOT_FOUND))
                || call.kind() == CallKind.DELETE_ATTACHMENT && code.equals(Optional.of(ATTACHMENT_NOT_FOUND));
    }

    private Optional<Duration> requestedDelay(LinqResponse response) {
        return response.requestedDelay(clock.instant());
    }

    private CallResult retry(Call call, LinqResponse response) {
        return response.isNotExecuted()
                ? retryWithBackoff(call, Reason.NOT_EXECUTED, response.fault(), requestedDelay(response))
                : retryIndeterminate(call, response.fault(), requestedDelay(response));
    }

    private CallResult interpretForeign(Call call, LinqResponse response) {
        if (response.httpStatus() / 100 == 2 && call.kind().isUnsafeToRepeat()) {
            // A page with a good status proves nothing, and the call must not be repeated: only an event can confirm
            // it.
            return accepted(call, response);
        }
        return retry(call, response);
    }

    private CallResult accepted(Call call, LinqResponse response) {
        if (call.kind() == CallKind.CREATE_CHAT && response.chatId().isEmpty()) {
            // A repetition with the same key returns the original response (reference 1.3).
            return retryIndeterminate(
                    call,
                    Fault.withoutResponse("HTTP " + response.httpStatus() + " without a chat id"),
                    Optional.empty());
        }
        return new CallResult.Accepted(
                response.httpStatus(),
                response.chatId(),
                response.messageId(),
                response.traceId(),
                call.kind() == CallKind.CREATE_CHAT
                        ? ChatReader.readChat(response.body().path("chat"), Instant.EPOCH)
                        : ChatState.UNKNOWN,
                Effect.AWAITED);
    }

    /** What it means that there was no response: connection refused or lost, timeout. */
    public CallResult interpretNoResponse(@Variable("call") Call call, @ExchangeException Exception reason) {
        Fault fault = Fault.withoutResponse(describe(reason));
        circuitBreaker.recordNoResponse(call.callId(), fault.message());
        return isNeverSent(reason)
                ? retryWithBackoff(call, Reason.NOT_EXECUTED, fault, Optional.empty())
                : retryIndeterminate(call, fault, Optional.empty());
    }

    /** Why there was no response. */
    static String describe(Exception reason) {
        return reason instanceof RequestNotSent
                ? reason.getMessage()
                : reason.getClass().getSimpleName() + ": " + reason.getMessage();
    }

    /** No byte of a request is sent before the connection is established and its TLS handshake completed. */
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

    /** Linq may have executed the call: it is not repeated if a repetition would have a second effect. */
    private CallResult retryIndeterminate(Call call, Fault fault, Optional<Duration> requested) {
        return call.kind().isUnsafeToRepeat()
                ? new CallResult.Failed(fault.withDetail(NOT_REPEATED_HINT))
                : retryWithBackoff(call, Reason.INDETERMINATE, fault, requested);
    }

    /**
     * Whether the call may have been refused because an earlier attempt has succeeded: one without a response, or one that a
     * restored ledger has lost. Linq has no error code for that (reference 2.6, 2.7), so the chat has to be read.
     */
    public boolean isAmbiguousRefusal(@Variable("call") Call call, @Body CallResult result) {
        return (call.indeterminate() || call.attempts() > 0) && call.kind().isMemberChange() && isRefused(result);
    }

    private static boolean isRefused(CallResult result) {
        if (result instanceof CallResult.Retry retry) {
            return retry.isCountedAttempt() && retry.fault().httpStatus().orElse(0) / 100 == 4;
        }
        return result instanceof CallResult.Failed;
    }

    /** What a refused change of members means, given the current members of the chat. */
    public CallResult reconcileMemberChange(
            @Variable("call") Call call, @Variable("refusal") CallResult refusal, @Body LinqResponse chat) {
        boolean lineHasLeft = chat.responseClass() == ResponseClass.FAILED && call.kind() == CallKind.LEAVE_CHAT;
        ChatMembers members = ChatMembers.of(chat.body());
        boolean membersKnown = chat.responseClass() == ResponseClass.ACCEPTED && members.isKnown();
        if (lineHasLeft || (membersKnown && members.hasTakenEffect(call.kind(), call.memberHandle()))) {
            Effect effect = call.indeterminate() || lineHasLeft ? Effect.SHOWN : Effect.UNNECESSARY;
            call.labels()
                    .on(LOG.atInfo())
                    .log(
                            "{} accepted: the chat shows its effect, {}",
                            call.describe(),
                            effect == Effect.SHOWN
                                    ? "so an earlier attempt may have succeeded"
                                    : "and no attempt can have made it");
            return new CallResult.Accepted(
                    chat.httpStatus(), Optional.empty(), Optional.empty(), chat.traceId(), ChatState.UNKNOWN, effect);
        }
        if (membersKnown) {
            return failIfForbidden(call, refusal, members);
        }
        if (chat.responseClass() == ResponseClass.FAILED) {
            return refusal;
        }
        return chat.responseClass() == ResponseClass.ACCEPTED
                ? retryWithBackoff(
                        call,
                        Reason.INDETERMINATE,
                        Fault.withoutResponse("HTTP " + chat.httpStatus() + " without the chat's members"),
                        Optional.empty())
                : interpretResponse(call, chat);
    }

    /** Fails a change that no later attempt can make either. */
    private static CallResult failIfForbidden(Call call, CallResult refusal, ChatMembers members) {
        return refusal instanceof CallResult.Retry retry
                ? members.describeForbiddingRule(call.kind())
                        .<CallResult>map(
                                rule -> new CallResult.Failed(retry.fault().withDetail("; " + rule)))
                        .orElse(refusal)
                : refusal;
    }

    /** The command expired before its first call was made. */
    public CallResult interpretExpiredCommand(@Variable("call") Call call) {
        call.labels().on(LOG.atInfo()).log("{} skipped: command expired", call.describe());
        return new CallResult.Expired();
    }

    /**
     * An error that is neither about Linq nor about the ledger: the call is retried like one without a response, and fails with
     * this error when the time for retries has elapsed, so that its group does not wait forever.
     */
    public CallResult interpretUnexpectedError(@Variable("call") Call call, @ExchangeException Exception error) {
        call.labels().on(LOG.atError().setCause(error)).log("{}: unexpected error", call.describe());
        return retryIndeterminate(
                call, Fault.withoutResponse("unexpected error: " + describe(error)), Optional.empty());
    }

    /** The call can never be made. */
    public CallResult interpretImpossibleCall(@ExchangeException Exception reason) {
        return new CallResult.Failed(Fault.withoutResponse(reason.getMessage()), false);
    }

    private CallResult retryWithBackoff(Call call, Reason reason, Fault fault, Optional<Duration> requested) {
        boolean notReady = reason == Reason.NOT_READY;
        Instant now = clock.instant();
        Instant since = (notReady ? call.notReadySince() : call.failingSince()).orElse(now);
        Duration atMost = notReady ? backoff.maxNotReady() : backoff.maxElapsed();
        Optional<Duration> delay = backoff.nextDelay(Duration.between(since, now), atMost, requested);
        Level level = since.plus(backoff.maxDelay()).isAfter(now) ? Level.INFO : Level.WARN;
        delay.ifPresent(next -> call.labels()
                .on(LOG.atLevel(level))
                .log(
                        "{}: retrying in {} ms, failing since {}: {}",
                        call.describe(),
                        next.toMillis(),
                        since,
                        fault.message()));
        return delay.<CallResult>map(next -> new CallResult.Retry(next, reason, fault))
                .orElseGet(() -> new CallResult.Failed(fault));
    }
}
