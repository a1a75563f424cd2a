package dev.linqroutes.sandbox.events;

import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.EventViews;
import dev.linqroutes.sandbox.account.Poll;
import dev.linqroutes.sandbox.account.Reaction;
import dev.linqroutes.sandbox.account.SandboxMessage;
import dev.linqroutes.sandbox.account.WebhookVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Says what became of messages and polls, as events. Call it after the change was committed.
 *
 * <p>Parameters named {@code traceId} are of the request that caused the event, or empty when a person did.
 */
public final class MessageEvents {
    private final ChatEventPublisher events;

    public MessageEvents(ChatEventPublisher events) {
        this.events = events;
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
            events.publish(
                    "poll." + stage, chat, Optional.of(message.traceId()), at, () -> EventViews.poll(chat, message));
            return;
        }
        events.publishWithTrace(
                "message." + stage,
                chat,
                message.traceId(),
                at,
                version -> version == WebhookVersion.NEWEST
                        ? EventViews.message(chat, message)
                        : EventViews.messageBefore2026(chat, message));
    }

    public void failed(Chat chat, SandboxMessage message, String reason) {
        if (message.poll().isPresent()) {
            events.publish(
                    "poll.failed",
                    chat,
                    Optional.of(message.traceId()),
                    message.updatedAt(),
                    () -> EventViews.pollFailed(chat, message, reason));
            return;
        }
        events.publishWithTrace(
                "message.failed",
                chat,
                message.traceId(),
                message.updatedAt(),
                version -> EventViews.messageFailed(message, reason));
    }

    public void edited(Chat chat, SandboxMessage message, int part, Optional<String> traceId) {
        events.publishOfNewest(
                "message.edited", chat, traceId, message.updatedAt(), () -> EventViews.edited(chat, message, part));
    }

    /** @param added false when it was removed */
    public void reaction(
            Chat chat, SandboxMessage message, Reaction reaction, boolean added, Optional<String> traceId) {
        String family = message.poll().isPresent() ? "poll.reaction." : "reaction.";
        if (added || message.poll().isEmpty()) {
            events.publish(
                    family + (added ? "added" : "removed"),
                    chat,
                    traceId,
                    message.updatedAt(),
                    () -> EventViews.reaction(chat, message, reaction));
        }
    }

    public void vote(
            Chat chat, SandboxMessage message, String optionId, String voter, boolean added, Optional<String> traceId) {
        events.publish(
                added ? "poll.vote.added" : "poll.vote.removed",
                chat,
                traceId,
                message.updatedAt(),
                () -> EventViews.vote(chat, message, optionId, voter));
    }

    public void pollUpdated(
            Chat chat, SandboxMessage message, List<Poll.Option> added, String creator, Optional<String> traceId) {
        events.publish(
                "poll.updated",
                chat,
                traceId,
                message.updatedAt(),
                () -> EventViews.pollUpdated(chat, message, added, creator));
    }
}
