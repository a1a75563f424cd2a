package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.poll.PollState;
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
    private Optional<PollState> poll = Optional.empty();

    private TestEvent(String eventId, String type) {
        this.eventId = eventId;
        this.type = type;
    }

    public static TestEvent of(String eventId, String type) {
        return new TestEvent(eventId, type);
    }

    /** A message in this chat. */
    public static VerifiedEvent received(String eventId, String chatId) {
        return of(eventId, "message.received").inChat(chatId).event();
    }

    /** The event that this chat has this name now. */
    public static VerifiedEvent naming(String eventId, String chatId, String name) {
        return of(eventId, "message.received")
                .inChat(chatId)
                .saying(Kind.NAMED, name)
                .event();
    }

    public TestEvent inChat(String id) {
        chatId = Optional.of(id);
        return this;
    }

    public TestEvent withKey(String idempotencyKey) {
        key = Optional.of(idempotencyKey);
        return this;
    }

    public TestEvent aboutMessage(String id) {
        messageId = Optional.of(id);
        return this;
    }

    public TestEvent withTrace(String id) {
        traceId = Optional.of(id);
        return this;
    }

    public TestEvent onLine(String number) {
        line = Optional.of(number);
        return this;
    }

    public TestEvent saying(Kind kind) {
        signal = Optional.of(Signal.happened(kind, Optional.empty()));
        return this;
    }

    public TestEvent saying(Kind kind, String content) {
        signal = Optional.of(Signal.happened(kind, Optional.of(content)));
        return this;
    }

    public TestEvent failing(Kind kind, int code) {
        signal = Optional.of(new Signal(kind, Optional.empty(), Optional.of(code), Optional.of("no")));
        return this;
    }

    public TestEvent showing(PollState state) {
        poll = Optional.of(state);
        return this;
    }

    public TestEvent showing(ChatState state) {
        chat = state;
        return this;
    }

    public VerifiedEvent event() {
        return new VerifiedEvent(
                eventId,
                type,
                chatId,
                key,
                messageId,
                traceId,
                line,
                signal,
                chat,
                poll,
                ("event " + eventId).getBytes(StandardCharsets.UTF_8),
                Map.of());
    }
}
