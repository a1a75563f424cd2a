package dev.linqroutes.linq;

import dev.linqroutes.ledger.chat.ChatRecorder;
import dev.linqroutes.ledger.confirm.AwaitedCall;
import dev.linqroutes.ledger.confirm.CallConfirmer;
import dev.linqroutes.ledger.confirm.ConfirmationResult;
import dev.linqroutes.ledger.mailbox.WorkLimiter;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads back from Linq the effect of accepted calls that no event has confirmed, and chats that are known from events only. */
public final class ReadBackPoller {
    private static final Logger LOG = LoggerFactory.getLogger(ReadBackPoller.class);

    /** Somewhat more than the reads of a second at 100 ms each with the default concurrency. */
    private static final int MAX_CLAIMS = 50;

    private final CallConfirmer confirmations;
    private final ChatRecorder chats;
    private final CircuitBreaker circuitBreaker;
    private final ReadBackEvaluator evaluator;
    private final Clock clock;

    /** Probe ids of the circuit breaker by what is read: the id of a call or of a chat. */
    private final Map<Object, Long> probes = new ConcurrentHashMap<>();

    public ReadBackPoller(
            CallConfirmer confirmations,
            ChatRecorder chats,
            CircuitBreaker circuitBreaker,
            ReadBackEvaluator evaluator,
            Clock clock) {
        this.confirmations = confirmations;
        this.chats = chats;
        this.circuitBreaker = circuitBreaker;
        this.evaluator = evaluator;
        this.clock = clock;
    }

    /** Claims accepted calls whose confirmation is late; while the circuit breaker is open none, or one as a probe. */
    public List<AwaitedCall> claimLateCalls() {
        return claimPermitted(confirmations::claimLateCalls, AwaitedCall::callId);
    }

    /** Claims chats that are known from events only, by id; while the circuit breaker is open none, or one as a probe. */
    public List<String> claimUnknownChats() {
        return claimPermitted(chats::claimUnknown, chatId -> chatId);
    }

    private <T> List<T> claimPermitted(IntFunction<List<T>> find, Function<T, Object> id) {
        WorkLimiter.Permit permit = circuitBreaker.acquirePermit(MAX_CLAIMS);
        if (permit.limit() == 0) {
            return List.of();
        }
        List<T> found = List.of();
        try {
            found = find.apply(permit.limit());
            for (T each : found) {
                permit.probe().ifPresent(probe -> probes.put(id.apply(each), probe));
            }
            return found;
        } finally {
            if (found.isEmpty()) {
                permit.probe().ifPresent(circuitBreaker::releaseProbe);
            }
        }
    }

    /** Nothing was read: if it was to be a probe, another read or call may be the probe. */
    private void releaseProbe(Object id) {
        Optional.ofNullable(probes.remove(id)).ifPresent(circuitBreaker::releaseProbe);
    }

    /**
     * Renews the claim, and returns whether it is still held: while the call was queued another process may have claimed it,
     * or an event may have confirmed it.
     */
    public boolean renewCallClaim(@Variable("awaitedCall") AwaitedCall call) {
        return releaseProbeUnlessClaimed(call.callId(), () -> confirmations.renewClaim(call));
    }

    /** Renews the claim on a chat, and returns whether it is still held. */
    public boolean renewChatClaim(@Variable("chatId") String chatId) {
        return releaseProbeUnlessClaimed(chatId, () -> chats.renewClaim(chatId));
    }

    private boolean releaseProbeUnlessClaimed(Object id, BooleanSupplier renew) {
        boolean held = false;
        try {
            held = renew.getAsBoolean();
        } finally {
            if (!held) {
                releaseProbe(id);
            }
        }
        return held;
    }

    /** Whether the effect of the call can be read: no resource of Linq contains a chat's background. */
    public boolean isVerifiable(@Variable("awaitedCall") AwaitedCall call) {
        return ReadBackEvaluator.isShownByChat(call)
                ? call.chatId().isPresent()
                : call.relatedMessageId().isPresent();
    }

    /** The request to read the chat or the message that shows the call's effect. */
    public LinqRequest verificationRequest(@Variable("awaitedCall") AwaitedCall call) {
        if (ReadBackEvaluator.isShownByChat(call)) {
            return LinqRequest.get(LinqPath.chat(call.chatId().orElseThrow()));
        }
        String messageId = call.relatedMessageId().orElseThrow();
        return LinqRequest.get(
                call.kind() == CallKind.ADD_POLL_OPTIONS ? LinqPath.poll(messageId) : LinqPath.message(messageId));
    }

    /** The request to read a chat. */
    public LinqRequest chatRequest(@Variable("chatId") String chatId) {
        return LinqRequest.get(LinqPath.chat(chatId));
    }

    /** Records whether the response confirms the call, and the state of the chat in it. */
    public void recordCallState(@Variable("awaitedCall") AwaitedCall call, @Body LinqResponse response) {
        probes.remove(call.callId());
        circuitBreaker.record(call.callId(), response);
        if (ReadBackEvaluator.isShownByChat(call) && response.responseClass() == ResponseClass.ACCEPTED) {
            chats.recordChat(response.fields());
        }
        if (ReadBackEvaluator.isHiddenSinceLeft(call, response)) {
            chats.recordLineLeft(call.chatId().orElseThrow());
        }
        confirmations.recordResult(
                call, evaluator.evaluate(call, response, () -> confirmations.findLaterChanges(call)));
    }

    /** Records that there was no response; the read-back is repeated until its time has elapsed. */
    public void recordNoResponse(@Variable("awaitedCall") AwaitedCall call, @ExchangeException Exception reason) {
        probes.remove(call.callId());
        circuitBreaker.recordNoResponse(call.callId(), ResponseInterpreter.describe(reason));
        confirmations.recordResult(call, evaluator.evaluateNoResponse(call, ResponseInterpreter.describe(reason)));
    }

    /** Ends the call as unconfirmed: its effect cannot be read. */
    public void recordUnverifiable(@Variable("awaitedCall") AwaitedCall call) {
        releaseProbe(call.callId());
        confirmations.recordResult(
                call,
                new ConfirmationResult.Undetermined(
                        "no event has confirmed it, and its effect cannot be read from Linq"));
    }

    /** Stores the state of the chat; a chat that Linq does not return is not read again. */
    public void recordChat(@Variable("chatId") String chatId, @Body LinqResponse response) {
        Map<String, Object> fields = response.fields();
        probes.remove(chatId);
        circuitBreaker.record(breakerKey(chatId), response);
        if (response.responseClass() == ResponseClass.ACCEPTED && chatId.equals(fields.get("id"))) {
            chats.recordChat(fields);
        }
        boolean shown = response.responseClass() == ResponseClass.ACCEPTED && !fields.isEmpty();
        if (shown || response.responseClass() == ResponseClass.FAILED) {
            chats.finishRead(chatId);
        } else {
            response.requestedDelay(clock.instant()).ifPresent(wait -> chats.deferRead(chatId, wait));
        }
    }

    /** The chat is read again later. */
    public void reportChatUnavailable(@Variable("chatId") String chatId, @ExchangeException Exception reason) {
        probes.remove(chatId);
        circuitBreaker.recordNoResponse(breakerKey(chatId), ResponseInterpreter.describe(reason));
        LOG.debug("chat {} could not be read, will be retried: {}", chatId, reason.toString());
    }

    /**
     * Under which the circuit breaker counts a chat among calls; negative, so that it differs from every call id. Two chats of
     * one key count as one.
     */
    private static long breakerKey(String chatId) {
        return -1L - Integer.toUnsignedLong(chatId.hashCode());
    }
}
