package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.chat.HandleKey;
import dev.linqroutes.ledger.confirm.AwaitedCall.ChatField;
import dev.linqroutes.ledger.confirm.AwaitedCalls.SharedId;
import dev.linqroutes.ledger.confirm.ConfirmationRowTypes.SignalRow;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the calls that a signal is about, and what it means for them (reference 5). */
final class SignalMatcher {
    /** It is not documented whether events about chats carry the trace id of their request (reference 1.2): it is preferred for this time. */
    private static final Duration TRACE_GRACE = Duration.ofSeconds(5);

    private SignalMatcher() {}

    /**
     * A call that a signal is about, and the result that the signal implies.
     *
     * @param reportedAt when the event was received, or Linq was read
     * @param sentMessageId Linq's id of the message that the call has sent, where an event tells it
     */
    record Match(AwaitedCall call, ConfirmationResult result, Instant reportedAt, Optional<String> sentMessageId) {
        Match with(ConfirmationResult other) {
            return new Match(call, other, reportedAt, sentMessageId);
        }
    }

    /**
     * Finds the calls that the signal is about.
     *
     * @return empty if there is none, or if it may still turn out to be about another call
     */
    static List<Match> match(SignalRow signal, AwaitedCalls awaited, Instant now) {
        List<AwaitedCall> calls =
                signal.kind().isAboutMessage() ? matchMessage(signal, awaited) : matchChat(signal, awaited, now);
        return calls.stream()
                .map(call -> new Match(
                        call,
                        interpret(signal, call),
                        signal.receivedAt(),
                        call.kind().isMessage() ? signal.messageId() : Optional.empty()))
                .toList();
    }

    /** By the idempotency key that Linq echoes, else by the message id, else by the trace id of the request. */
    private static List<AwaitedCall> matchMessage(SignalRow signal, AwaitedCalls awaited) {
        for (SharedId id : List.of(SharedId.KEY, SharedId.MESSAGE, SharedId.TRACE)) {
            List<AwaitedCall> same = awaited.find(id, signal).stream()
                    .filter(call -> isMessageCandidate(signal, call))
                    .toList();
            if (!same.isEmpty()) {
                return signal.kind() == Kind.STICKER_PLACED ? List.of(preferSameTrace(signal, same)) : same;
            }
        }
        return List.of();
    }

    /** Each sticker has an event of its own, which does not identify its request for certain. */
    private static AwaitedCall preferSameTrace(SignalRow signal, List<AwaitedCall> candidates) {
        return candidates.stream()
                .filter(call -> call.traceId().isPresent() && call.traceId().equals(signal.traceId()))
                .findFirst()
                .orElse(candidates.get(0));
    }

    private static boolean isMessageCandidate(SignalRow signal, AwaitedCall call) {
        return switch (signal.kind()) {
            case SENT, NOT_SENT -> call.kind().isMessage();
            case REACTED, REACTION_TAKEN_BACK ->
                call.kind() == CallKind.REACT
                        && isNotBefore(signal, call)
                        && call.reaction().equals(signal.content())
                        && call.textField("operation").orElse("add").equals("add") == (signal.kind() == Kind.REACTED);
            case STICKER_PLACED -> call.kind() == CallKind.PLACE_STICKER && isNotBefore(signal, call);
            case OPTIONS_ADDED ->
                call.kind() == CallKind.ADD_POLL_OPTIONS
                        && isNotBefore(signal, call)
                        && call.isAddingOnly(texts(signal.content()));
            default ->
                call.kind() == CallKind.EDIT_MESSAGE
                        && isNotBefore(signal, call)
                        && call.textField("text").equals(signal.content());
        };
    }

    private static List<String> texts(Optional<String> jsonArray) {
        List<String> texts = new ArrayList<>();
        LedgerJson.read(jsonArray.orElse("[]")).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /**
     * The event does not identify its request for certain. A reported state confirms every call that requested it. Any other
     * signal, also a failure, is about one call: the one with the same trace id, or the only candidate.
     */
    private static List<AwaitedCall> matchChat(SignalRow signal, AwaitedCalls awaited, Instant now) {
        List<AwaitedCall> candidates = awaited.find(SharedId.CHAT, signal).stream()
                .filter(call -> isNotBefore(signal, call) && isChatCandidate(signal, call))
                .toList();
        if (signal.kind().isStateReport()) {
            return candidates;
        }
        List<AwaitedCall> sameTrace = candidates.stream()
                .filter(call -> call.traceId().isPresent() && call.traceId().equals(signal.traceId()))
                .toList();
        if (!sameTrace.isEmpty()) {
            return sameTrace.subList(0, 1);
        }
        boolean traceMayFollow =
                signal.traceId().isPresent() && now.isBefore(signal.receivedAt().plus(TRACE_GRACE));
        return traceMayFollow || (candidates.size() > 1 && isFailure(signal.kind()))
                ? List.of()
                // Of several candidates the latest: the others match earlier signals, too.
                : candidates.stream().max(Comparator.comparing(AwaitedCall::firstAttemptAt)).stream()
                        .toList();
    }

    private static boolean isNotBefore(SignalRow signal, AwaitedCall call) {
        return !signal.receivedAt().isBefore(call.firstAttemptAt());
    }

    private static boolean isChatCandidate(SignalRow signal, AwaitedCall call) {
        Optional<String> content = signal.content();
        return switch (signal.kind()) {
            case NAMED -> content.filter(call::isRequestedName).isPresent();
            case NOT_NAMED -> call.unconfirmedName().isPresent();
            // Linq stores icons at its own URL: only their presence can be compared.
            case ICON_SET -> call.unconfirmedIcon().isPresent() && content.isPresent();
            case ICON_NOT_SET -> call.unconfirmedIcon().isPresent();
            case JOINED -> call.kind() == CallKind.ADD_PARTICIPANT && isAboutHandle(call, content);
            case GONE -> call.kind() == CallKind.REMOVE_PARTICIPANT && isAboutHandle(call, content);
            case LEFT -> call.kind() == CallKind.LEAVE_CHAT;
            case BACKGROUND_SET ->
                call.kind() == CallKind.SET_BACKGROUND && call.body().isEmpty() == content.isEmpty();
            case BACKGROUND_NOT_SET -> call.kind() == CallKind.SET_BACKGROUND;
            default -> false;
        };
    }

    private static boolean isAboutHandle(AwaitedCall call, Optional<String> handle) {
        return handle.isPresent() && call.textField("handle").map(HandleKey::of).equals(handle.map(HandleKey::of));
    }

    private static boolean isFailure(Kind kind) {
        return kind == Kind.NOT_SENT
                || kind == Kind.NOT_NAMED
                || kind == Kind.ICON_NOT_SET
                || kind == Kind.BACKGROUND_NOT_SET;
    }

    private static ConfirmationResult interpret(SignalRow signal, AwaitedCall call) {
        if (isFailure(signal.kind())) {
            return new ConfirmationResult.Refused(new Fault(
                    Optional.empty(),
                    signal.errorCode(),
                    signal.errorMessage().orElseGet(signal.kind()::describeFailure),
                    Optional.empty(),
                    signal.traceId()));
        }
        if (signal.kind() == Kind.NAMED && call.unconfirmedIcon().isPresent()) {
            return new ConfirmationResult.Partial(ChatField.NAME);
        }
        if (signal.kind() == Kind.ICON_SET && call.unconfirmedName().isPresent()) {
            return new ConfirmationResult.Partial(ChatField.ICON);
        }
        return new ConfirmationResult.Confirmed();
    }
}
