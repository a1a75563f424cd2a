package dev.linqroutes.linq;

import dev.linqroutes.ledger.AwaitedCall;
import dev.linqroutes.ledger.Chats;
import dev.linqroutes.ledger.Confirmations;
import dev.linqroutes.ledger.Finding;
import dev.linqroutes.ledger.WorkGate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Linq what became of accepted calls that no event has told of, and how chats look that only events have told of. */
public final class Inquiries {
    private static final Logger LOG = LoggerFactory.getLogger(Inquiries.class);

    /** As many as the readers ask in a second at 100 ms for an answer. */
    private static final int MOST_AT_ONCE = 50;

    private final Confirmations confirmations;
    private final Chats chats;
    private final Calls calls;
    private final Gate gate;
    private final Evidence evidence;

    /** Of the questions that are to try whether Linq works again, the probes. */
    private final Map<Long, Long> probes = new ConcurrentHashMap<>();

    public Inquiries(Confirmations confirmations, Chats chats, Calls calls, Gate gate, Evidence evidence) {
        this.confirmations = confirmations;
        this.chats = chats;
        this.calls = calls;
        this.gate = gate;
        this.evidence = evidence;
    }

    /** Calls to ask about; while all work pauses none, or one that tries whether Linq works again. */
    public List<AwaitedCall> late() {
        return permitted(confirmations::late, AwaitedCall::callId);
    }

    /** Chats to ask for, by id; while all work pauses none, or one that tries whether Linq works again. */
    public List<String> unknownChats() {
        return permitted(chats::toRead, Inquiries::question);
    }

    private <T> List<T> permitted(IntFunction<List<T>> find, ToLongFunction<T> question) {
        WorkGate.Permit permit = gate.permits(MOST_AT_ONCE);
        if (permit.most() == 0) {
            return List.of();
        }
        List<T> found = List.of();
        try {
            found = find.apply(permit.most());
            for (T each : found) {
                permit.probe().ifPresent(probe -> probes.put(question.applyAsLong(each), probe));
            }
            return found;
        } finally {
            if (found.isEmpty()) {
                permit.probe().ifPresent(gate::releaseProbe);
            }
        }
    }

    /** The question was not asked: if it was to be a probe, another may be. */
    private void notAsked(long question) {
        Optional.ofNullable(probes.remove(question)).ifPresent(gate::releaseProbe);
    }

    /**
     * Whether the call is still for this process to ask about: it may have waited for a reader for longer than one question
     * takes, and another process has it by now, or an event has told.
     */
    public boolean begin(@Variable("awaited") AwaitedCall call) {
        return begun(call.callId(), () -> confirmations.beginQuestion(call));
    }

    /** The same for a chat. */
    public boolean beginChat(@Variable("chatId") String chatId) {
        return begun(question(chatId), () -> chats.beginRead(chatId));
    }

    private boolean begun(long question, BooleanSupplier begin) {
        boolean mine = false;
        try {
            mine = begin.getAsBoolean();
        } finally {
            if (!mine) {
                notAsked(question);
            }
        }
        return mine;
    }

    /** Whether Linq can be asked what became of the call: nothing shows a chat's background. */
    public boolean possible(@Variable("awaited") AwaitedCall call) {
        return Evidence.isInChat(call)
                ? call.chatId().isPresent()
                : call.subject().isPresent();
    }

    /** Makes the message the question for the call's chat or message. */
    public void ask(@Variable("awaited") AwaitedCall call, Exchange exchange) {
        calls.prepareRead(
                exchange.getMessage(),
                Evidence.isInChat(call)
                        ? LinqPath.chat(call.chatId().orElseThrow())
                        : LinqPath.message(call.subject().orElseThrow()));
    }

    /** Makes the message the question for a chat. */
    public void askForChat(@Variable("chatId") String chatId, Exchange exchange) {
        calls.prepareRead(exchange.getMessage(), LinqPath.chat(chatId));
    }

    /** Records what the answer says of the call, and what it shows of the chat. */
    public void read(@Variable("awaited") AwaitedCall call, @Body LinqAnswer answer) {
        probes.remove(call.callId());
        gate.told(call.callId(), answer);
        if (Evidence.isInChat(call) && answer.meaning() == Meaning.ACCEPTED) {
            chats.shown(answer.fields());
        }
        confirmations.found(call, evidence.of(call, answer, () -> confirmations.changesSince(call)));
    }

    /** Linq has not answered. */
    public void unanswered(@Variable("awaited") AwaitedCall call, @ExchangeException Exception reason) {
        probes.remove(call.callId());
        gate.noAnswer(call.callId(), Answers.words(reason));
        confirmations.found(call, evidence.unanswered(call, Answers.words(reason)));
    }

    /** Nobody can be asked. */
    public void impossible(@Variable("awaited") AwaitedCall call) {
        notAsked(call.callId());
        confirmations.found(call, new Finding.Unknown("no event has told, and Linq cannot be asked for it"));
    }

    /** Keeps the chat as the answer shows it; one that Linq does not show is not asked for again. */
    public void readChat(@Variable("chatId") String chatId, @Body LinqAnswer answer) {
        Map<String, Object> fields = answer.fields();
        probes.remove(question(chatId));
        gate.told(question(chatId), answer);
        if (answer.meaning() == Meaning.ACCEPTED && chatId.equals(fields.get("id"))) {
            chats.shown(fields);
        }
        boolean shown = answer.meaning() == Meaning.ACCEPTED && !fields.isEmpty();
        if (shown || answer.meaning() == Meaning.FAILED) {
            chats.lookedAt(chatId);
        } else {
            answer.waitAsked(evidence.clock().instant()).ifPresent(wait -> chats.readLater(chatId, wait));
        }
    }

    /** It will be asked for again. */
    public void chatUnanswered(@Variable("chatId") String chatId, @ExchangeException Exception reason) {
        probes.remove(question(chatId));
        gate.noAnswer(question(chatId), Answers.words(reason));
        LOG.debug("chat {} is not known yet: {}", chatId, reason.toString());
    }

    /** Tells questions apart as ids do calls, which are positive. */
    private static long question(String chatId) {
        return -1L - Integer.toUnsignedLong(chatId.hashCode());
    }
}
