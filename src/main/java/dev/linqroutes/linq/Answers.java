package dev.linqroutes.linq;

import dev.linqroutes.ledger.Call;
import dev.linqroutes.ledger.CallKind;
import dev.linqroutes.ledger.CallResult;
import dev.linqroutes.ledger.CallResult.Again.Reason;
import dev.linqroutes.ledger.CallResult.Fault;
import dev.linqroutes.ledger.ChatReader;
import dev.linqroutes.ledger.ChatState;
import dev.linqroutes.ledger.Mailbox;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
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
public final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final Duration NO_WAIT_GIVEN = Duration.ofSeconds(5);

    /** The gate says when it is tried again. */
    private static final Duration AFTER_A_PAUSE = Duration.ofSeconds(1);

    private static final String NOT_REPEATED =
            "; not made again, since it may have been done and Linq could not recognise the repeat";

    /** Far above Linq's own answers; what a gateway adds behind it is not needed. */
    static final int LARGEST = 1_000_000;

    private final Backoff backoff;
    private final Gate gate;
    private final Clock clock;

    /** @param gate told what shows whether Linq works at all */
    public Answers(Backoff backoff, Gate gate, Clock clock) {
        this.backoff = backoff;
        this.gate = gate;
        this.clock = clock;
    }

    /** Linq's codes for what passes by itself: another try may do what this one could not. */
    public static Set<Integer> passingCodes() {
        return Meaning.passingCodes();
    }

    /**
     * Takes what counts out of an HTTP answer.
     *
     * @param retryAfter a list where the header comes more than once
     * @throws IOException when the answer breaks off
     */
    public LinqAnswer receive(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") Object retryAfter,
            @Header("X-Trace-ID") String traceId,
            @Body InputStream body)
            throws IOException {
        return LinqAnswer.of(
                status,
                Optional.ofNullable(retryAfter).map(Answers::joined),
                Optional.ofNullable(traceId),
                body == null ? new byte[0] : body.readNBytes(LARGEST));
    }

    private static String joined(Object header) {
        return header instanceof Collection<?> values
                ? values.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : header.toString();
    }

    /** What the answer means for the call. */
    public CallResult read(@Variable("call") Call call, @Body LinqAnswer answer) {
        return result(call, answer);
    }

    CallResult result(Call call, LinqAnswer answer) {
        Meaning meaning = answer.meaning();
        gate.told(call.callId(), answer);
        switch (meaning) {
            case ACCEPTED:
                return accepted(call, answer);
            case RATE_LIMITED:
                return new CallResult.Again(
                        waitAsked(answer).orElse(NO_WAIT_GIVEN), Reason.TOLD_TO_WAIT, answer.fault());
            case KEY_REJECTED:
                return new CallResult.Again(AFTER_A_PAUSE, Reason.TOLD_TO_WAIT, answer.fault());
            case AGAIN:
                return again(call, answer);
            case SOON_AGAIN:
                return again(call, Reason.NOT_READY, answer.fault(), waitAsked(answer));
            case NOT_OF_LINQ:
                return notOfLinq(call, answer);
            default:
                return new CallResult.Failed(answer.fault());
        }
    }

    private Optional<Duration> waitAsked(LinqAnswer answer) {
        return answer.waitAsked(clock.instant());
    }

    private CallResult again(Call call, LinqAnswer answer) {
        return answer.isNotDone()
                ? again(call, Reason.NOT_DONE, answer.fault(), waitAsked(answer))
                : maybeDone(call, answer.fault(), waitAsked(answer));
    }

    private CallResult notOfLinq(Call call, LinqAnswer answer) {
        if (answer.httpStatus() / 100 == 2 && call.kind().showsWhenRepeated()) {
            // A page behind a good status proves nothing, and the call is not to be made twice: an event has to tell.
            return accepted(call, answer);
        }
        return again(call, answer);
    }

    private CallResult accepted(Call call, LinqAnswer answer) {
        if (call.kind() == CallKind.CREATE_CHAT && answer.chatId().isEmpty()) {
            // Repeating the key gives the original answer (reference 1.3).
            return maybeDone(
                    call, Fault.noAnswer("HTTP " + answer.httpStatus() + " without a chat id"), Optional.empty());
        }
        return new CallResult.Accepted(
                answer.httpStatus(),
                answer.chatId(),
                answer.messageId(),
                answer.traceId(),
                call.kind() == CallKind.CREATE_CHAT
                        ? ChatReader.chat(answer.body().path("chat"), Instant.EPOCH)
                        : ChatState.UNKNOWN);
    }

    /** No answer: connection refused, lost, or too slow. */
    public CallResult unreachable(@Variable("call") Call call, @ExchangeException Exception reason) {
        Fault fault = Fault.noAnswer(words(reason));
        gate.noAnswer(call.callId(), fault.message());
        return neverSent(reason)
                ? again(call, Reason.NOT_DONE, fault, Optional.empty())
                : maybeDone(call, fault, Optional.empty());
    }

    /** Why there is no answer. */
    static String words(Exception reason) {
        return reason instanceof RequestNotSent
                ? reason.getMessage()
                : reason.getClass().getSimpleName() + ": " + reason.getMessage();
    }

    /** No byte of a request is sent before a connection is there and its TLS handshake has ended. */
    private static boolean neverSent(Exception reason) {
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
    private CallResult maybeDone(Call call, Fault fault, Optional<Duration> asked) {
        return call.kind().showsWhenRepeated()
                ? new CallResult.Failed(fault.and(NOT_REPEATED))
                : again(call, Reason.MAYBE_DONE, fault, asked);
    }

    /**
     * Whether the call was refused perhaps because an earlier try of it did its work: one whose answer was lost, or of which
     * a ledger that was restored knows nothing. Linq has no code for that (reference 2.6, 2.7), so the chat itself has to
     * tell, when Linq refuses it again.
     */
    public boolean doubtful(@Variable("call") Call call, @Body CallResult result) {
        return (call.maybeDone() || call.attempts() > 0) && call.kind().changesMembers() && isRefused(result);
    }

    private static boolean isRefused(CallResult result) {
        if (result instanceof CallResult.Again again) {
            return again.counted() && again.fault().httpStatus().orElse(0) / 100 == 4;
        }
        return result instanceof CallResult.Failed;
    }

    /** What a refused change of the members means in the light of the chat as it is. */
    public CallResult inTheLightOf(
            @Variable("call") Call call, @Variable("refused") CallResult refused, @Body LinqAnswer chat) {
        boolean out = chat.meaning() == Meaning.FAILED && call.kind() == CallKind.LEAVE_CHAT;
        Members members = Members.of(chat.body());
        boolean shown = chat.meaning() == Meaning.ACCEPTED && members.areShown();
        if (out || (shown && members.areAsWanted(call.kind(), call.handle()))) {
            LOG.info("{} accepted: an earlier try has done it", call.name());
            return new CallResult.Accepted(chat.httpStatus(), Optional.empty(), Optional.empty(), chat.traceId());
        }
        if (shown) {
            return forbidden(call, refused, members);
        }
        if (chat.meaning() == Meaning.FAILED) {
            return refused;
        }
        return chat.meaning() == Meaning.ACCEPTED
                ? again(
                        call,
                        Reason.MAYBE_DONE,
                        Fault.noAnswer("HTTP " + chat.httpStatus() + " without the chat's members"),
                        Optional.empty())
                : result(call, chat);
    }

    /** What no later try can do has failed. */
    private static CallResult forbidden(Call call, CallResult refused, Members members) {
        return refused instanceof CallResult.Again again
                ? members.forbid(call.kind())
                        .<CallResult>map(
                                rule -> new CallResult.Failed(again.fault().and("; " + rule)))
                        .orElse(refused)
                : refused;
    }

    /**
     * What Linq says of another group's chat to a mailbox that waits for its name. Empty when it says nothing now; the
     * mailbox then waits longer.
     */
    public Map<String, Object> shown(@Variable("mailbox") Mailbox mailbox, @Body LinqAnswer chat) {
        gate.told(mailbox.next().callId(), chat);
        Map<String, Object> fields = chat.fields();
        if (chat.meaning() == Meaning.ACCEPTED || (chat.meaning() == Meaning.FAILED && !fields.isEmpty())) {
            return fields;
        }
        notShown(mailbox, waitAsked(chat).orElse(NO_WAIT_GIVEN), chat.fault().message());
        return Map.of();
    }

    /** No answer to the question for that chat. */
    public void notShown(@Variable("mailbox") Mailbox mailbox, @ExchangeException Exception reason) {
        gate.noAnswer(mailbox.next().callId(), words(reason));
        notShown(mailbox, NO_WAIT_GIVEN, words(reason));
    }

    private void notShown(Mailbox mailbox, Duration wait, String reason) {
        LOG.info(
                "{} waits for the name of another group, which Linq does not show: {}",
                mailbox.next().name(),
                reason);
        mailbox.waitUntil(clock.instant().plus(wait));
    }

    /** The time to begin it had passed. */
    public CallResult lapsed(@Variable("call") Call call) {
        LOG.info("{} not made: its command has lapsed", call.name());
        return new CallResult.Lapsed();
    }

    /**
     * An error that is neither Linq's nor the ledger's: the call is tried again like one without an answer, and fails with
     * this error when that lasts too long, so that no group waits for it for ever.
     */
    public CallResult unexpected(@Variable("call") Call call, @ExchangeException Exception error) {
        LOG.error("{}: unexpected error", call.name(), error);
        return maybeDone(call, Fault.noAnswer("unexpected error: " + words(error)), Optional.empty());
    }

    /** The call cannot be made at all. */
    public CallResult impossible(@ExchangeException Exception reason) {
        return new CallResult.Failed(Fault.noAnswer(reason.getMessage()), false);
    }

    private CallResult again(Call call, Reason reason, Fault fault, Optional<Duration> asked) {
        boolean notReady = reason == Reason.NOT_READY;
        Instant now = clock.instant();
        Instant since = (notReady ? call.notReadySince() : call.failingSince()).orElse(now);
        Duration atMost = notReady ? backoff.maxTransition() : backoff.maxElapsed();
        Optional<Duration> wait = backoff.next(Duration.between(since, now), atMost, asked);
        wait.ifPresent(next -> LOG.atLevel(since.plus(backoff.longest()).isAfter(now) ? Level.INFO : Level.WARN)
                .log("{} again in {} ms, tried since {}: {}", call.name(), next.toMillis(), since, fault.message()));
        return wait.<CallResult>map(next -> new CallResult.Again(next, reason, fault))
                .orElseGet(() -> new CallResult.Failed(fault));
    }
}
