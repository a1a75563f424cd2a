package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.PlannedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Builds the calls of a command and numbers them in the order in which they are added. */
final class CallListBuilder {
    static final String CHAT_PATH = "/chats/{chat_id}";

    private final IdempotencyKey keys;
    private final List<PlannedCall> calls = new ArrayList<>();

    CallListBuilder(String commandId) {
        this.keys = IdempotencyKey.ofCommand(commandId);
    }

    /** Adds a POST that Linq deduplicates by its idempotency key (reference 1.3); the body contains the key. */
    CallListBuilder addWithKey(CallKind kind, String path, Function<String, JsonNode> body) {
        String key = keys.ofCall(calls.size() + 1);
        return add(kind, "POST", path, body.apply(key).toString(), Optional.of(key));
    }

    CallListBuilder addWithoutKey(CallKind kind, String method, String path, JsonNode body) {
        return add(kind, method, path, body.toString(), Optional.empty());
    }

    CallListBuilder addWithoutBody(CallKind kind, String method, String path) {
        return add(kind, method, path, "", Optional.empty());
    }

    private CallListBuilder add(CallKind kind, String method, String path, String body, Optional<String> key) {
        calls.add(new PlannedCall(calls.size() + 1, kind, method, path, body, key));
        return this;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    List<PlannedCall> build() {
        return List.copyOf(calls);
    }
}
