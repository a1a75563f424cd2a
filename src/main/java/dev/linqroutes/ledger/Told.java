package dev.linqroutes.ledger;

import dev.linqroutes.ledger.AwaitedCall.Half;
import dev.linqroutes.ledger.CallResult.Fault;
import dev.linqroutes.ledger.ConfirmationRowTypes.SignalRow;
import dev.linqroutes.ledger.Signal.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the call that a signal is about, and says what it means for it (reference 5). */
final class Told {
    /** Whether events about chats carry the trace of their request is not stated (reference 1.2): it is only waited for. */
    private static final Duration TRACE_COMES = Duration.ofSeconds(5);

    private Told() {}

    /** What a signal means for a call. */
    record Of(AwaitedCall call, Finding finding) {}

    /**
     * The calls that the signal is about; empty where there is none, or where it may be another one.
     *
     * @param now tells how old the signal is
     */
    static List<Of> by(SignalRow signal, Collection<AwaitedCall> awaited, Instant now) {
        List<AwaitedCall> meant =
                signal.kind().isOfMessage() ? ofMessage(signal, awaited) : ofChat(signal, awaited, now);
        return meant.stream().map(call -> new Of(call, finding(signal, call))).toList();
    }

    /** By the key that Linq echoes, else by the message, else by the trace of the request. */
    private static List<AwaitedCall> ofMessage(SignalRow signal, Collection<AwaitedCall> awaited) {
        List<AwaitedCall> fitting =
                awaited.stream().filter(call -> fitsMessage(signal, call)).toList();
        for (Id id : Id.values()) {
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

    private static boolean fitsMessage(SignalRow signal, AwaitedCall call) {
        return switch (signal.kind()) {
            case SENT, NOT_SENT -> call.kind().isMessage();
            case REACTED, REACTION_TAKEN_BACK ->
                call.kind() == CallKind.REACT
                        && isNotBefore(signal, call)
                        && call.reaction().equals(signal.contentIfTold())
                        && call.field("operation").orElse("add").equals("add") == (signal.kind() == Kind.REACTED);
            default ->
                call.kind() == CallKind.EDIT_MESSAGE
                        && isNotBefore(signal, call)
                        && call.field("text").equals(signal.contentIfTold());
        };
    }

    private enum Id {
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
                case MESSAGE -> call.subject();
                case TRACE -> call.traceId();
            };
        }
    }

    /**
     * Nothing in the event says for sure which request it answers. What it says to be so, is so for each call that asked for
     * it. Where it does not say what is so now, or that something was not done, it is about one call: that of the same trace,
     * or the only one.
     */
    private static List<AwaitedCall> ofChat(SignalRow signal, Collection<AwaitedCall> awaited, Instant now) {
        List<AwaitedCall> fitting = awaited.stream()
                .filter(call -> call.chatId().equals(Optional.ofNullable(signal.chatId())))
                .filter(call -> isNotBefore(signal, call) && fitsChat(signal, call))
                .toList();
        if (signal.kind().saysWhatIsSo()) {
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
                signal.traceId() != null && now.isBefore(signal.receivedAt().plus(TRACE_COMES));
        return mayBeOfAnother || (fitting.size() > 1 && isFailure(signal.kind()))
                ? List.of()
                // Of several the last that was made before: the others fit the signals that came before this one, too.
                : fitting.stream().max(Comparator.comparing(AwaitedCall::firstTryAt)).stream()
                        .toList();
    }

    private static boolean isNotBefore(SignalRow signal, AwaitedCall call) {
        return !signal.receivedAt().isBefore(call.firstTryAt());
    }

    private static boolean fitsChat(SignalRow signal, AwaitedCall call) {
        Optional<String> content = signal.contentIfTold();
        return switch (signal.kind()) {
            case NAMED -> content.filter(call::names).isPresent();
            case NOT_NAMED -> call.openName().isPresent();
            // Linq keeps icons at an address of its own: only that there is one can be compared.
            case ICON_SET -> call.openIcon().isPresent() && content.isPresent();
            case ICON_NOT_SET -> call.openIcon().isPresent();
            case JOINED -> call.kind() == CallKind.ADD_PARTICIPANT && isAbout(call, content);
            case GONE -> call.kind() == CallKind.REMOVE_PARTICIPANT && isAbout(call, content);
            case LEFT -> call.kind() == CallKind.LEAVE_CHAT;
            case BACKGROUND_SET ->
                call.kind() == CallKind.SET_BACKGROUND && call.body().isEmpty() == content.isEmpty();
            case BACKGROUND_NOT_SET -> call.kind() == CallKind.SET_BACKGROUND;
            default -> false;
        };
    }

    private static boolean isAbout(AwaitedCall call, Optional<String> handle) {
        return handle.isPresent() && call.field("handle").map(Told::normal).equals(handle.map(Told::normal));
    }

    private static String normal(String handle) {
        return handle.toLowerCase(Locale.ROOT);
    }

    private static boolean isFailure(Kind kind) {
        return kind == Kind.NOT_SENT
                || kind == Kind.NOT_NAMED
                || kind == Kind.ICON_NOT_SET
                || kind == Kind.BACKGROUND_NOT_SET;
    }

    private static Finding finding(SignalRow signal, AwaitedCall call) {
        if (isFailure(signal.kind())) {
            return new Finding.Refused(new Fault(
                    Optional.empty(),
                    Optional.ofNullable(signal.errorCode()),
                    signal.errorMessage(),
                    Optional.empty(),
                    Optional.ofNullable(signal.traceId())));
        }
        if (signal.kind() == Kind.NAMED && call.openIcon().isPresent()) {
            return new Finding.Half(Half.NAME);
        }
        if (signal.kind() == Kind.ICON_SET && call.openName().isPresent()) {
            return new Finding.Half(Half.ICON);
        }
        return new Finding.Confirmed();
    }
}
