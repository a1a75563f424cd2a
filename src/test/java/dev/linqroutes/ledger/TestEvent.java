package dev.linqroutes.ledger;

import dev.linqroutes.ledger.Signal.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** An event for tests; its body is its id. */
public final class TestEvent {
    private final String eventId;
    private final String type;
    private Optional<String> chatId = Optional.empty();
    private Optional<String> key = Optional.empty();
    private Optional<String> messageId = Optional.empty();
    private Optional<String> traceId = Optional.empty();
    private Optional<String> line = Optional.empty();
    private Optional<Signal> signal = Optional.empty();
    private ChatState chat = ChatState.UNKNOWN;

    private TestEvent(String eventId, String type) {
        this.eventId = eventId;
        this.type = type;
    }

    static TestEvent of(String eventId, String type) {
        return new TestEvent(eventId, type);
    }

    /** A message in this chat. */
    public static NewEvent received(String eventId, String chatId) {
        return of(eventId, "message.received").inChat(chatId).event();
    }

    /** That this chat has this name now. */
    static NewEvent naming(String eventId, String chatId, String name) {
        return of(eventId, "message.received")
                .inChat(chatId)
                .saying(Kind.NAMED, name)
                .event();
    }

    TestEvent inChat(String id) {
        chatId = Optional.of(id);
        return this;
    }

    TestEvent withKey(String idempotencyKey) {
        key = Optional.of(idempotencyKey);
        return this;
    }

    TestEvent aboutMessage(String id) {
        messageId = Optional.of(id);
        return this;
    }

    TestEvent withTrace(String id) {
        traceId = Optional.of(id);
        return this;
    }

    TestEvent onLine(String number) {
        line = Optional.of(number);
        return this;
    }

    TestEvent saying(Kind kind) {
        signal = Optional.of(Signal.of(kind, Optional.empty()));
        return this;
    }

    TestEvent saying(Kind kind, String content) {
        signal = Optional.of(Signal.of(kind, Optional.of(content)));
        return this;
    }

    TestEvent failing(Kind kind, int code) {
        signal = Optional.of(new Signal(kind, Optional.empty(), Optional.of(code), Optional.of("no")));
        return this;
    }

    TestEvent showing(ChatState state) {
        chat = state;
        return this;
    }

    NewEvent event() {
        return new NewEvent(
                eventId,
                type,
                chatId,
                key,
                messageId,
                traceId,
                line,
                signal,
                chat,
                ("event " + eventId).getBytes(StandardCharsets.UTF_8),
                Map.of());
    }
}
