package dev.linqroutes.sandbox.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.WebhookVersion;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Publishes events with the line of their chat, and with the trace id of their request where Linq promises it (reference 1.2). */
public final class ChatEventPublisher {
    private static final Set<WebhookVersion> ALL_VERSIONS = EnumSet.allOf(WebhookVersion.class);
    private static final Set<WebhookVersion> NEWEST_ONLY = EnumSet.of(WebhookVersion.NEWEST);

    private final Consumer<Event> publisher;
    private final boolean traceEverywhere;

    /** @param traceEverywhere whether events for which Linq does not promise it have the trace id of their request */
    public ChatEventPublisher(Consumer<Event> publisher, boolean traceEverywhere) {
        this.publisher = publisher;
        this.traceEverywhere = traceEverywhere;
    }

    void publish(String type, Chat chat, Optional<String> traceId, Instant at, Supplier<ObjectNode> data) {
        publishByVersion(type, chat, traceId, at, version -> data.get());
    }

    void publishByVersion(
            String type, Chat chat, Optional<String> traceId, Instant at, Function<WebhookVersion, ObjectNode> data) {
        accept(type, chat, promised(traceId), at, data, ALL_VERSIONS);
    }

    void publishOfNewest(String type, Chat chat, Optional<String> traceId, Instant at, Supplier<ObjectNode> data) {
        accept(type, chat, promised(traceId), at, version -> data.get(), NEWEST_ONLY);
    }

    /** For events whose trace id Linq promises. */
    void publishWithTrace(
            String type, Chat chat, String traceId, Instant at, Function<WebhookVersion, ObjectNode> data) {
        accept(type, chat, Optional.of(traceId), at, data, ALL_VERSIONS);
    }

    /** What happens on a line without a chat. */
    void publishOfLine(String type, String line, Instant at, Supplier<ObjectNode> data) {
        publisher.accept(Event.of(type, Optional.of(line), Optional.empty(), at, data));
    }

    private void accept(
            String type,
            Chat chat,
            Optional<String> traceId,
            Instant at,
            Function<WebhookVersion, ObjectNode> data,
            Set<WebhookVersion> versions) {
        publisher.accept(new Event(type, Optional.of(chat.line().handle()), traceId, at, data, versions));
    }

    private Optional<String> promised(Optional<String> traceId) {
        return traceEverywhere ? traceId : Optional.empty();
    }
}
