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
public record Delivery(
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

    static Delivery pending() {
        return new Delivery(
                State.PENDING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Delivery received(String service, Instant at) {
        return new Delivery(
                State.RECEIVED,
                Optional.of(service),
                Optional.of(at),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Delivery sent(String by, Instant at) {
        return new Delivery(
                State.SENT, Optional.of(by), Optional.of(at), Optional.empty(), Optional.empty(), Optional.empty());
    }

    Delivery delivered(Instant at) {
        return new Delivery(State.DELIVERED, service, sentAt, Optional.of(at), readAt, failureCode);
    }

    Delivery read(Instant at) {
        return new Delivery(
                State.READ, service, sentAt, Optional.of(deliveredAt.orElse(at)), Optional.of(at), failureCode);
    }

    Delivery failed(int code) {
        return new Delivery(State.FAILED, service, sentAt, deliveredAt, readAt, Optional.of(code));
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

    static Delivery read(JsonNode json) {
        return new Delivery(
                State.valueOf(json.required("state").textValue()),
                JsonTrees.text(json, "service"),
                JsonTrees.text(json, "sent_at").map(Instant::parse),
                JsonTrees.text(json, "delivered_at").map(Instant::parse),
                JsonTrees.text(json, "read_at").map(Instant::parse),
                JsonTrees.field(json, "failure_code").map(JsonNode::intValue));
    }
}
