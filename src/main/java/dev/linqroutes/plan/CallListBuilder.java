package dev.linqroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.MessageAddress;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.MessageReference;
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
        return addReply(kind, path, Optional.empty(), body);
    }

    /** The same, which replies to the message if there is one. */
    CallListBuilder addReply(
            CallKind kind, String path, Optional<MessageAddress> repliesTo, Function<String, JsonNode> body) {
        String key = keys.ofCall(calls.size() + 1);
        return add(kind, "POST", path, body.apply(key).toString(), Optional.of(key), repliesTo);
    }

    /** Adds a call about a message, whose id is in the path behind {@code /messages/}. */
    CallListBuilder addAboutMessage(
            CallKind kind, String method, MessageAddress message, String restOfPath, Optional<JsonNode> body) {
        String path = "/messages/" + message.messageId().orElse(PlannedCall.MESSAGE_ID) + restOfPath;
        return add(kind, method, path, body.map(JsonNode::toString).orElse(""), Optional.empty(), Optional.of(message));
    }

    CallListBuilder addWithoutKey(CallKind kind, String method, String path, JsonNode body) {
        return add(kind, method, path, body.toString(), Optional.empty(), Optional.empty());
    }

    CallListBuilder addWithoutBody(CallKind kind, String method, String path) {
        return add(kind, method, path, "", Optional.empty(), Optional.empty());
    }

    private CallListBuilder add(
            CallKind kind,
            String method,
            String path,
            String body,
            Optional<String> key,
            Optional<MessageAddress> message) {
        calls.add(new PlannedCall(
                calls.size() + 1, kind, method, path, body, key, message.flatMap(CallListBuilder::reference)));
        return this;
    }

    /** Empty if the message is named by Linq's id. */
    private static Optional<MessageReference> reference(MessageAddress message) {
        return message.commandId()
                .<MessageReference>map(id -> new MessageReference.OfCommand(id, message.messageNumber()))
                .or(() -> message.eventId().map(MessageReference.OfEvent::new));
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    List<PlannedCall> build() {
        return List.copyOf(calls);
    }
}
