package dev.linqroutes.ledger;

import dev.linqroutes.ledger.AwaitedCall.Half;
import dev.linqroutes.ledger.CallResult.Fault;
import dev.linqroutes.ledger.RowTypes.SignalRow;
import dev.linqroutes.ledger.Signal.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the call that a signal is about, and says what it means for it (reference 5). */
final class Told {
    private Told() {}

    /** What a signal means for a call. */
    record Of(AwaitedCall call, Finding finding) {}

    /**
     * The call that the signal is about; empty where there is none, or where it may be one of several.
     *
     * @param awaited in the order in which they were made
     */
    static Optional<Of> by(SignalRow signal, List<AwaitedCall> awaited) {
        List<AwaitedCall> meant = signal.kind().isOfMessage() ? ofMessage(signal, awaited) : ofChat(signal, awaited);
        // Of several the last that was made before: the others fit the signals that came before this one, too.
        return meant.stream()
                .max(Comparator.comparing(AwaitedCall::firstTryAt))
                .map(call -> new Of(call, finding(signal, call)));
    }

    /** By the key that Linq echoes, else by the message, else by the trace of the request. */
    private static List<AwaitedCall> ofMessage(SignalRow signal, List<AwaitedCall> awaited) {
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
     * Nothing in the event says which request it answers. What was not done could be any of them: if there are several, Linq
     * has to be asked.
     */
    private static List<AwaitedCall> ofChat(SignalRow signal, List<AwaitedCall> awaited) {
        List<AwaitedCall> fitting = awaited.stream()
                .filter(call -> call.chatId().equals(Optional.ofNullable(signal.chatId())))
                .filter(call -> isNotBefore(signal, call) && fitsChat(signal, call))
                .toList();
        if (fitting.size() <= 1 || !isFailure(signal.kind())) {
            return fitting;
        }
        List<AwaitedCall> sameTrace = fitting.stream()
                .filter(call ->
                        call.traceId().isPresent() && call.traceId().equals(Optional.ofNullable(signal.traceId())))
                .toList();
        return sameTrace.size() == 1 ? sameTrace : List.of();
    }

    private static boolean isNotBefore(SignalRow signal, AwaitedCall call) {
        return !signal.receivedAt().isBefore(call.firstTryAt());
    }

    private static boolean fitsChat(SignalRow signal, AwaitedCall call) {
        Optional<String> content = signal.contentIfTold();
        return switch (signal.kind()) {
            case NAMED -> call.openName().isPresent() && call.openName().equals(content);
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
