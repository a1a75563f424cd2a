package dev.linqroutes.sandbox.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.EventViews;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.Poll;
import dev.linqroutes.sandbox.account.Reaction;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.SharedLocation;
import dev.linqroutes.sandbox.account.WebhookVersion;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Says what happened in the account's chats, as events. Call it after the change was committed.
 *
 * <p>Parameters named {@code traceId} are of the request that caused the event, or empty when a person did.
 */
public final class ChatEvents {
    private static final Set<WebhookVersion> ALL_VERSIONS = EnumSet.allOf(WebhookVersion.class);
    private static final Set<WebhookVersion> NEWEST_ONLY = EnumSet.of(WebhookVersion.NEWEST);

    private final Consumer<Event> publisher;
    private final boolean traceEverywhere;

    /** @param traceEverywhere whether events for which Linq does not promise it have the trace id of their request */
    public ChatEvents(Consumer<Event> publisher, boolean traceEverywhere) {
        this.publisher = publisher;
        this.traceEverywhere = traceEverywhere;
    }

    public void chatCreated(Chat chat, Optional<String> traceId) {
        publisher.accept(new Event(
                "chat.created",
                Optional.of(chat.line().handle()),
                promised(traceId),
                chat.createdAt(),
                version -> EventViews.chatCreated(chat, version),
                ALL_VERSIONS));
    }

    public void sent(Chat chat, SandboxMessage message) {
        publishStage("sent", chat, message, message.updatedAt());
    }

    public void delivered(Chat chat, SandboxMessage message) {
        publishStage("delivered", chat, message, message.updatedAt());
    }

    public void read(Chat chat, SandboxMessage message) {
        publishStage("read", chat, message, message.updatedAt());
    }

    public void received(Chat chat, SandboxMessage message) {
        publishStage("received", chat, message, message.createdAt());
    }

    private void publishStage(String stage, Chat chat, SandboxMessage message, Instant at) {
        if (message.poll().isPresent()) {
            publish("poll." + stage, chat, Optional.of(message.traceId()), at, () -> EventViews.poll(chat, message));
            return;
        }
        publisher.accept(new Event(
                "message." + stage,
                Optional.of(chat.line().handle()),
                Optional.of(message.traceId()),
                at,
                version -> version == WebhookVersion.NEWEST
                        ? EventViews.message(chat, message)
                        : EventViews.messageBefore2026(chat, message),
                ALL_VERSIONS));
    }

    public void failed(Chat chat, SandboxMessage message, String reason) {
        if (message.poll().isPresent()) {
            publish(
                    "poll.failed",
                    chat,
                    Optional.of(message.traceId()),
                    message.updatedAt(),
                    () -> EventViews.pollFailed(chat, message, reason));
            return;
        }
        publisher.accept(Event.of(
                "message.failed",
                Optional.of(chat.line().handle()),
                Optional.of(message.traceId()),
                message.updatedAt(),
                () -> EventViews.messageFailed(message, reason)));
    }

    public void edited(Chat chat, SandboxMessage message, int part, Optional<String> traceId) {
        publisher.accept(new Event(
                "message.edited",
                Optional.of(chat.line().handle()),
                promised(traceId),
                message.updatedAt(),
                version -> EventViews.edited(chat, message, part),
                NEWEST_ONLY));
    }

    public void groupNameUpdated(Chat before, Chat after, String changedBy, Optional<String> traceId) {
        publish(
                "chat.group_name_updated",
                after,
                traceId,
                after.updatedAt(),
                () -> EventViews.groupUpdated(after, before.name(), after.name(), changedBy));
    }

    public void groupIconUpdated(Chat before, Chat after, String changedBy, Optional<String> traceId) {
        publish(
                "chat.group_icon_updated",
                after,
                traceId,
                after.updatedAt(),
                () -> EventViews.groupUpdated(
                        after, before.icon().map(Chat.Icon::url), after.icon().map(Chat.Icon::url), changedBy));
    }

    /** @param type {@code chat.group_name_update_failed}, {@code chat.group_icon_update_failed} or {@code chat.background_update_failed} */
    public void updateFailed(String type, Chat chat, int code, Instant at, Optional<String> traceId) {
        publish(type, chat, traceId, at, () -> EventViews.chatUpdateFailed(chat, code, at));
    }

    public void participantAdded(Chat after, String handle, Optional<String> traceId) {
        publish(
                "participant.added",
                after,
                traceId,
                after.updatedAt(),
                () -> EventViews.participant(after, handle, "added_at"));
    }

    public void participantRemoved(Chat after, String handle, Optional<String> traceId) {
        publish(
                "participant.removed",
                after,
                traceId,
                after.updatedAt(),
                () -> EventViews.participant(after, handle, "removed_at"));
    }

    /** @param added false when it was removed */
    public void reaction(
            Chat chat, SandboxMessage message, Reaction reaction, boolean added, Optional<String> traceId) {
        String family = message.poll().isPresent() ? "poll.reaction." : "reaction.";
        if (added || message.poll().isEmpty()) {
            publish(
                    family + (added ? "added" : "removed"),
                    chat,
                    traceId,
                    message.updatedAt(),
                    () -> EventViews.reaction(chat, message, reaction));
        }
    }

    public void vote(
            Chat chat, SandboxMessage message, String optionId, String voter, boolean added, Optional<String> traceId) {
        publish(
                added ? "poll.vote.added" : "poll.vote.removed",
                chat,
                traceId,
                message.updatedAt(),
                () -> EventViews.vote(chat, message, optionId, voter));
    }

    public void pollUpdated(
            Chat chat, SandboxMessage message, List<Poll.Option> added, String creator, Optional<String> traceId) {
        publish(
                "poll.updated",
                chat,
                traceId,
                message.updatedAt(),
                () -> EventViews.pollUpdated(chat, message, added, creator));
    }

    public void backgroundUpdated(Chat chat, String actor, Optional<String> traceId) {
        publish("chat.background_updated", chat, traceId, chat.updatedAt(), () -> EventViews.background(chat, actor));
    }

    /** @param started false when somebody stopped typing */
    public void typing(Chat chat, String actor, boolean started, Instant at) {
        String type = "chat.typing_indicator." + (started ? "started" : "stopped");
        publish(type, chat, Optional.empty(), at, () -> EventViews.typing(chat, actor));
    }

    /** @param endedAt present when the person stopped sharing */
    public void locationShared(Chat chat, SharedLocation location, Optional<Instant> endedAt) {
        publish(
                endedAt.isPresent() ? "location.sharing.stopped" : "location.sharing.started",
                chat,
                Optional.empty(),
                endedAt.orElse(location.at()),
                () -> EventViews.location(chat, location, endedAt));
    }

    /** A contact card belongs to a line, not to a chat (reference 0.6). */
    public void cardReceived(String line, ObjectNode card, Instant at) {
        publisher.accept(Event.of("contact_card.received", Optional.of(line), Optional.empty(), at, () -> card));
    }

    public void lineStatusUpdated(Line before, Line after, Instant at) {
        publisher.accept(Event.of(
                "phone_number.status_updated",
                Optional.of(after.number()),
                Optional.empty(),
                at,
                () -> EventViews.lineStatus(before, after, at)));
    }

    private void publish(String type, Chat chat, Optional<String> traceId, Instant at, Supplier<ObjectNode> data) {
        publisher.accept(Event.of(type, Optional.of(chat.line().handle()), promised(traceId), at, data));
    }

    private Optional<String> promised(Optional<String> traceId) {
        return traceEverywhere ? traceId : Optional.empty();
    }
}
