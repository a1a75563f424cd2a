package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.confirm.ConfirmationRowTypes.SignalRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Awaited calls, found by an id that a signal has in common with them. Not thread-safe. */
final class AwaitedCalls {
    /** What identifies a call; the chat identifies it among few. */
    enum SharedId {
        KEY,
        MESSAGE,
        TRACE,
        CHAT;

        Optional<String> of(SignalRow signal) {
            return switch (this) {
                case KEY -> signal.idempotencyKey();
                case MESSAGE -> signal.messageId();
                case TRACE -> signal.traceId();
                case CHAT -> signal.chatId();
            };
        }

        Optional<String> of(AwaitedCall call) {
            return switch (this) {
                case KEY -> call.idempotencyKey();
                case MESSAGE -> call.relatedMessageId();
                case TRACE -> call.traceId();
                case CHAT -> call.chatId();
            };
        }
    }

    private record Id(SharedId kind, String value) {}

    // Of each id in the order in which the calls were made.
    private final Map<Id, Map<Long, AwaitedCall>> calls = new HashMap<>();

    AwaitedCalls(Collection<AwaitedCall> calls) {
        calls.forEach(this::put);
    }

    /** Adds the call, or replaces it. */
    void put(AwaitedCall call) {
        for (SharedId kind : SharedId.values()) {
            kind.of(call).ifPresent(value -> calls.computeIfAbsent(new Id(kind, value), id -> new TreeMap<>())
                    .put(call.callId(), call));
        }
    }

    void remove(AwaitedCall call) {
        for (SharedId kind : SharedId.values()) {
            kind.of(call).map(value -> calls.get(new Id(kind, value))).ifPresent(same -> same.remove(call.callId()));
        }
    }

    /** The calls with the same id as the signal; none if the signal has no such id. */
    List<AwaitedCall> find(SharedId kind, SignalRow signal) {
        return kind.of(signal)
                .map(value -> List.copyOf(
                        calls.getOrDefault(new Id(kind, value), Map.of()).values()))
                .orElse(List.of());
    }
}
