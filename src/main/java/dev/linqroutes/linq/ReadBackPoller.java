package dev.linqroutes.linq;

import dev.linqroutes.ledger.chat.ChatRecorder;
import dev.linqroutes.ledger.confirm.AwaitedCall;
import dev.linqroutes.ledger.confirm.CallConfirmer;
import dev.linqroutes.ledger.confirm.ConfirmationResult;
import dev.linqroutes.ledger.mailbox.WorkLimiter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Linq what became of accepted calls that no event has told of, and how chats look that only events have told of. */
public final class ReadBackPoller {
    private static final Logger LOG = LoggerFactory.getLogger(ReadBackPoller.class);

    /** As many as the readers ask in a second at 100 ms for an answer. */
    private static final int MAX_CLAIMS = 50;

    private final CallConfirmer confirmations;
    private final ChatRecorder chats;
    private final CircuitBreaker circuitBreaker;
    private final ReadBackEvaluator evaluator;

    /** Of the questions that are to try whether Linq works again, the probes. */
    private final Map<Long, Long> probes = new ConcurrentHashMap<>();

    public ReadBackPoller(
            CallConfirmer confirmations, ChatRecorder chats, CircuitBreaker gate, ReadBackEvaluator evidence) {
        this.confirmations = confirmations;
        this.chats = chats;
        this.circuitBreaker = gate;
        this.evaluator = evidence;
    }

    /** Calls to ask about; while all work pauses none, or one that tries whether Linq works again. */
    public List<AwaitedCall> claimLateCalls() {
        return claimPermitted(confirmations::claimLateCalls, AwaitedCall::callId);
    }

    /** Chats to ask for, by id; while all work pauses none, or one that tries whether Linq works again. */
    public List<String> claimUnknownChats() {
        return claimPermitted(chats::claimUnknown, ReadBackPoller::probeKey);
    }

    private <T> List<T> claimPermitted(IntFunction<List<T>> find, ToLongFunction<T> question) {
        WorkLimiter.Permit permit = circuitBreaker.acquirePermit(MAX_CLAIMS);
        if (permit.limit() == 0) {
            return List.of();
        }
        List<T> found = List.of();
        try {
            found = find.apply(permit.limit());
            for (T each : found) {
                permit.probe().ifPresent(probe -> probes.put(question.applyAsLong(each), probe));
            }
            return found;
        } finally {
            if (found.isEmpty()) {
                permit.probe().ifPresent(circuitBreaker::releaseProbe);
            }
        }
    }

    /** The question was not asked: if it was to be a probe, another may be. */
    private void releaseProbe(long question) {
        Optional.ofNullable(probes.remove(question)).ifPresent(circuitBreaker::releaseProbe);
    }

    /**
     * Whether the call is still for this process to ask about: it may have waited for a reader for longer than one question
     * takes, and another process has it by now, or an event has told.
     */
    public boolean renewCallClaim(@Variable("awaitedCall") AwaitedCall call) {
        return releaseProbeUnlessClaimed(call.callId(), () -> confirmations.renewClaim(call));
    }

    /** The same for a chat. */
    public boolean renewChatClaim(@Variable("chatId") String chatId) {
        return releaseProbeUnlessClaimed(probeKey(chatId), () -> chats.renewClaim(chatId));
    }

    private boolean releaseProbeUnlessClaimed(long question, BooleanSupplier begin) {
        boolean mine = false;
        try {
            mine = begin.getAsBoolean();
        } finally {
            if (!mine) {
                releaseProbe(question);
            }
        }
        return mine;
    }

    /** Whether Linq can be asked what became of the call: nothing shows a chat's background. */
    public boolean isVerifiable(@Variable("awaitedCall") AwaitedCall call) {
        return ReadBackEvaluator.isShownByChat(call)
                ? call.chatId().isPresent()
                : call.relatedMessageId().isPresent();
    }

    /** The request to read the chat or the message that shows the call's effect. */
    public LinqRequest callRequest(@Variable("awaitedCall") AwaitedCall call) {
        return LinqRequest.get(
                ReadBackEvaluator.isShownByChat(call)
                        ? LinqPath.chat(call.chatId().orElseThrow())
                        : LinqPath.message(call.relatedMessageId().orElseThrow()));
    }

    /** The request to read a chat. */
    public LinqRequest chatRequest(@Variable("chatId") String chatId) {
        return LinqRequest.get(LinqPath.chat(chatId));
    }

    /** Records what the answer says of the call, and what it shows of the chat. */
    public void recordCallState(@Variable("awaitedCall") AwaitedCall call, @Body LinqResponse answer) {
        probes.remove(call.callId());
        circuitBreaker.record(call.callId(), answer);
        if (ReadBackEvaluator.isShownByChat(call) && answer.responseClass() == ResponseClass.ACCEPTED) {
            chats.recordChat(answer.fields());
        }
        confirmations.recordResult(call, evaluator.evaluate(call, answer, () -> confirmations.findLaterChanges(call)));
    }

    /** Linq has not answered. */
    public void recordNoResponse(@Variable("awaitedCall") AwaitedCall call, @ExchangeException Exception reason) {
        probes.remove(call.callId());
        circuitBreaker.recordNoResponse(call.callId(), ResponseInterpreter.describe(reason));
        confirmations.recordResult(call, evaluator.evaluateNoResponse(call, ResponseInterpreter.describe(reason)));
    }

    /** Nobody can be asked. */
    public void recordUnverifiable(@Variable("awaitedCall") AwaitedCall call) {
        releaseProbe(call.callId());
        confirmations.recordResult(
                call, new ConfirmationResult.Undetermined("no event has told, and Linq cannot be asked for it"));
    }

    /** Keeps the chat as the answer shows it; one that Linq does not show is not asked for again. */
    public void recordChat(@Variable("chatId") String chatId, @Body LinqResponse answer) {
        Map<String, Object> fields = answer.fields();
        probes.remove(probeKey(chatId));
        circuitBreaker.record(probeKey(chatId), answer);
        if (answer.responseClass() == ResponseClass.ACCEPTED && chatId.equals(fields.get("id"))) {
            chats.recordChat(fields);
        }
        boolean shown = answer.responseClass() == ResponseClass.ACCEPTED && !fields.isEmpty();
        if (shown || answer.responseClass() == ResponseClass.FAILED) {
            chats.finishRead(chatId);
        } else {
            answer.requestedDelay(evaluator.clock().instant()).ifPresent(wait -> chats.deferRead(chatId, wait));
        }
    }

    /** It will be asked for again. */
    public void reportChatUnavailable(@Variable("chatId") String chatId, @ExchangeException Exception reason) {
        probes.remove(probeKey(chatId));
        circuitBreaker.recordNoResponse(probeKey(chatId), ResponseInterpreter.describe(reason));
        LOG.debug("chat {} is not known yet: {}", chatId, reason.toString());
    }

    /** Tells questions apart as ids do calls, which are positive. */
    private static long probeKey(String chatId) {
        return -1L - Integer.toUnsignedLong(chatId.hashCode());
    }
}
