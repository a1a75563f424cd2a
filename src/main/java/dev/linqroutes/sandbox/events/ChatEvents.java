package dev.linqroutes.sandbox.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.EventViews;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.SharedLocation;
import java.time.Instant;
import java.util.Optional;

/**
 * Says what happened to the account's chats and on its lines, as events. Call it after the change was committed.
 *
 * <p>Parameters named {@code traceId} are of the request that caused the event, or empty when a person did.
 */
public final class ChatEvents {
    private final ChatEventPublisher events;

    public ChatEvents(ChatEventPublisher events) {
        this.events = events;
    }

    public void chatCreated(Chat chat, Optional<String> traceId) {
        events.publishByVersion(
                "chat.created", chat, traceId, chat.createdAt(), version -> EventViews.chatCreated(chat, version));
    }

    public void groupNameUpdated(Chat before, Chat after, String changedBy, Optional<String> traceId) {
        events.publish(
                "chat.group_name_updated",
                after,
                traceId,
                after.updatedAt(),
                () -> EventViews.groupUpdated(after, before.name(), after.name(), changedBy));
    }

    public void groupIconUpdated(Chat before, Chat after, String changedBy, Optional<String> traceId) {
        events.publish(
                "chat.group_icon_updated",
                after,
                traceId,
                after.updatedAt(),
                () -> EventViews.groupUpdated(
                        after, before.icon().map(Chat.Icon::url), after.icon().map(Chat.Icon::url), changedBy));
    }

    /** @param type {@code chat.group_name_update_failed}, {@code chat.group_icon_update_failed} or {@code chat.background_update_failed} */
    public void updateFailed(String type, Chat chat, int code, Instant at, Optional<String> traceId) {
        events.publish(type, chat, traceId, at, () -> EventViews.chatUpdateFailed(chat, code, at));
    }

    public void participantAdded(Chat after, String handle, Optional<String> traceId) {
        events.publish(
                "participant.added",
                after,
                traceId,
                after.updatedAt(),
                () -> EventViews.participant(after, handle, "added_at"));
    }

    public void participantRemoved(Chat after, String handle, Optional<String> traceId) {
        events.publish(
                "participant.removed",
                after,
                traceId,
                after.updatedAt(),
                () -> EventViews.participant(after, handle, "removed_at"));
    }

    public void backgroundUpdated(Chat chat, String actor, Optional<String> traceId) {
        events.publish(
                "chat.background_updated", chat, traceId, chat.updatedAt(), () -> EventViews.background(chat, actor));
    }

    /** @param started false when somebody stopped typing */
    public void typing(Chat chat, String actor, boolean started, Instant at) {
        String type = "chat.typing_indicator." + (started ? "started" : "stopped");
        events.publish(type, chat, Optional.empty(), at, () -> EventViews.typing(chat, actor));
    }

    /** @param endedAt present when the person stopped sharing */
    public void locationShared(Chat chat, SharedLocation location, Optional<Instant> endedAt) {
        events.publish(
                endedAt.isPresent() ? "location.sharing.stopped" : "location.sharing.started",
                chat,
                Optional.empty(),
                endedAt.orElse(location.at()),
                () -> EventViews.location(chat, location, endedAt));
    }

    /** A contact card belongs to a line, not to a chat (reference 0.6). */
    public void cardReceived(String line, ObjectNode card, Instant at) {
        events.publishOfLine("contact_card.received", line, at, () -> card);
    }

    public void lineStatusUpdated(Line before, Line after, Instant at) {
        events.publishOfLine(
                "phone_number.status_updated", after.number(), at, () -> EventViews.lineStatus(before, after, at));
    }
}
