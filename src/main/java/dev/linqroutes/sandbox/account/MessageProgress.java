package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a message has come (reference 2.1). In groups nothing follows {@code SENT} (reference 5).
 *
 * @param service what carried it; empty until sent or received
 * @param failureCode of {@code message.failed}, only with {@code FAILED}
 */
public record MessageProgress(
        State state,
        Optional<String> service,
        Optional<Instant> sentAt,
        Optional<Instant> deliveredAt,
        Optional<Instant> readAt,
        Optional<Integer> failureCode) {

    public enum State {
        PENDING,
        SENT,
        DELIVERED,
        READ,
        RECEIVED,
        FAILED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static MessageProgress pending() {
        return new MessageProgress(
                State.PENDING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static MessageProgress received(String service, Instant at) {
        return new MessageProgress(
                State.RECEIVED,
                Optional.of(service),
                Optional.of(at),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    MessageProgress sent(String by, Instant at) {
        return new MessageProgress(
                State.SENT, Optional.of(by), Optional.of(at), Optional.empty(), Optional.empty(), Optional.empty());
    }

    MessageProgress delivered(Instant at) {
        return new MessageProgress(State.DELIVERED, service, sentAt, Optional.of(at), readAt, failureCode);
    }

    MessageProgress read(Instant at) {
        return new MessageProgress(
                State.READ, service, sentAt, Optional.of(deliveredAt.orElse(at)), Optional.of(at), failureCode);
    }

    MessageProgress failed(int code) {
        return new MessageProgress(State.FAILED, service, sentAt, deliveredAt, readAt, Optional.of(code));
    }

    JsonNode json() {
        ObjectNode json = JsonTrees.object().put("state", state.name());
        json.set("service", JsonTrees.textOrNull(service));
        json.set("sent_at", JsonTrees.textOrNull(sentAt));
        json.set("delivered_at", JsonTrees.textOrNull(deliveredAt));
        json.set("read_at", JsonTrees.textOrNull(readAt));
        failureCode.ifPresent(code -> json.put("failure_code", code));
        return json;
    }

    static MessageProgress read(JsonNode json) {
        return new MessageProgress(
                State.valueOf(json.required("state").textValue()),
                JsonTrees.text(json, "service"),
                JsonTrees.text(json, "sent_at").map(Instant::parse),
                JsonTrees.text(json, "delivered_at").map(Instant::parse),
                JsonTrees.text(json, "read_at").map(Instant::parse),
                JsonTrees.field(json, "failure_code").map(JsonNode::intValue));
    }
}
