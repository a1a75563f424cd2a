package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.confirm.AwaitedCall.ChatField;
import dev.linqroutes.ledger.confirm.ConfirmationRowTypes.SignalRow;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the call that a signal is about, and says what it means for it (reference 5). */
final class SignalMatcher {
    /** Whether events about chats carry the trace of their request is not stated (reference 1.2): it is only waited for. */
    private static final Duration TRACE_GRACE = Duration.ofSeconds(5);

    private SignalMatcher() {}

    /** What a signal means for a call. */
    record Match(AwaitedCall call, ConfirmationResult result) {}

    /**
     * The calls that the signal is about; empty where there is none, or where it may be another one.
     *
     * @param now tells how old the signal is
     */
    static List<Match> match(SignalRow signal, Collection<AwaitedCall> awaited, Instant now) {
        List<AwaitedCall> meant =
                signal.kind().isAboutMessage() ? matchMessage(signal, awaited) : matchChat(signal, awaited, now);
        return meant.stream()
                .map(call -> new Match(call, interpret(signal, call)))
                .toList();
    }

    /** By the key that Linq echoes, else by the message, else by the trace of the request. */
    private static List<AwaitedCall> matchMessage(SignalRow signal, Collection<AwaitedCall> awaited) {
        List<AwaitedCall> fitting = awaited.stream()
                .filter(call -> isMessageCandidate(signal, call))
                .toList();
        for (SharedId id : SharedId.values()) {
            Optional<String> told = id.of(signal);
            List<AwaitedCall> same = fitting.stream()
                    .filter(call -> told.isPresent() && id.of(call).equals(told))
                    .toList();
            if (!same.isEmpty()) {
                return same;
            }
        }
        return List.of();
    }

    private static boolean isMessageCandidate(SignalRow signal, AwaitedCall call) {
        return switch (signal.kind()) {
            case SENT, NOT_SENT -> call.kind().isMessage();
            case REACTED, REACTION_TAKEN_BACK ->
                call.kind() == CallKind.REACT
                        && isNotBefore(signal, call)
                        && call.reaction().equals(signal.contentIfPresent())
                        && call.textField("operation").orElse("add").equals("add") == (signal.kind() == Kind.REACTED);
            default ->
                call.kind() == CallKind.EDIT_MESSAGE
                        && isNotBefore(signal, call)
                        && call.textField("text").equals(signal.contentIfPresent());
        };
    }

    private enum SharedId {
        KEY,
        MESSAGE,
        TRACE;

        Optional<String> of(SignalRow signal) {
            return Optional.ofNullable(
                    switch (this) {
                        case KEY -> signal.idempotencyKey();
                        case MESSAGE -> signal.messageId();
                        case TRACE -> signal.traceId();
                    });
        }

        Optional<String> of(AwaitedCall call) {
            return switch (this) {
                case KEY -> call.idempotencyKey();
                case MESSAGE -> call.relatedMessageId();
                case TRACE -> call.traceId();
            };
        }
    }

    /**
     * Nothing in the event says for sure which request it answers. What it says to be so, is so for each call that asked for
     * it. Where it does not say what is so now, or that something was not done, it is about one call: that of the same trace,
     * or the only one.
     */
    private static List<AwaitedCall> matchChat(SignalRow signal, Collection<AwaitedCall> awaited, Instant now) {
        List<AwaitedCall> fitting = awaited.stream()
                .filter(call -> call.chatId().equals(Optional.ofNullable(signal.chatId())))
                .filter(call -> isNotBefore(signal, call) && isChatCandidate(signal, call))
                .toList();
        if (signal.kind().isStateReport()) {
            return fitting;
        }
        List<AwaitedCall> sameTrace = fitting.stream()
                .filter(call ->
                        call.traceId().isPresent() && call.traceId().equals(Optional.ofNullable(signal.traceId())))
                .toList();
        if (!sameTrace.isEmpty()) {
            return sameTrace.subList(0, 1);
        }
        boolean mayBeOfAnother =
                signal.traceId() != null && now.isBefore(signal.receivedAt().plus(TRACE_GRACE));
        return mayBeOfAnother || (fitting.size() > 1 && isFailure(signal.kind()))
                ? List.of()
                // Of several the last that was made before: the others fit the signals that came before this one, too.
                : fitting.stream().max(Comparator.comparing(AwaitedCall::firstAttemptAt)).stream()
                        .toList();
    }

    private static boolean isNotBefore(SignalRow signal, AwaitedCall call) {
        return !signal.receivedAt().isBefore(call.firstAttemptAt());
    }

    private static boolean isChatCandidate(SignalRow signal, AwaitedCall call) {
        Optional<String> content = signal.contentIfPresent();
        return switch (signal.kind()) {
            case NAMED -> content.filter(call::isRequestedName).isPresent();
            case NOT_NAMED -> call.unconfirmedName().isPresent();
            // Linq keeps icons at an address of its own: only that there is one can be compared.
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
        return handle.isPresent()
                && call.textField("handle").map(SignalMatcher::normalize).equals(handle.map(SignalMatcher::normalize));
    }

    private static String normalize(String handle) {
        return handle.toLowerCase(Locale.ROOT);
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
                    Optional.ofNullable(signal.errorCode()),
                    signal.errorMessage(),
                    Optional.empty(),
                    Optional.ofNullable(signal.traceId())));
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
