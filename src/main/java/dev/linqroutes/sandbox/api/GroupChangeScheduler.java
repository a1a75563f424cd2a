package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.delivery.EventPublisher;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.world.Chat;
import dev.linqroutes.sandbox.world.PendingChange;
import dev.linqroutes.sandbox.world.World;
import dev.linqroutes.sandbox.world.WorldChange;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Applies group changes that were answered with 202 when they are due, and publishes their events (reference 5). */
public final class GroupChangeScheduler {
    private final Vertx vertx;
    private final Clock clock;
    private final World world;
    private final EventPublisher events;
    private final Duration delay;

    public GroupChangeScheduler(Vertx vertx, Clock clock, World world, EventPublisher events, Duration delay) {
        this.vertx = vertx;
        this.clock = clock;
        this.world = world;
        this.events = events;
        this.delay = delay;
    }

    PendingChange newChange(Chat chat, PendingChange.Kind kind, String value, ApiRequest request) {
        return PendingChange.of(
                chat, kind, value, request.traceId(), request.at().plus(delay));
    }

    /** @throws ApiError when one of the changes is not allowed; none is accepted then */
    void accept(List<PendingChange> changes) {
        for (PendingChange change : changes) {
            Optional<ApiError> refusal = GroupRules.findViolation(change, chat(change));
            if (refusal.isPresent()) {
                throw refusal.get();
            }
        }
        for (PendingChange change : changes) {
            world.commit(new WorldChange.PendingChangeAccepted(change));
            schedule(change);
        }
    }

    /** Schedules the pending changes of the journal. */
    public void resume() {
        List.copyOf(world.pendingChanges().values()).forEach(this::schedule);
    }

    private void schedule(PendingChange change) {
        long wait = Duration.between(clock.instant(), change.dueAt()).toMillis();
        vertx.setTimer(Math.max(1, wait), timer -> carryOut(change));
    }

    private void carryOut(PendingChange change) {
        Chat before = chat(change);
        Instant now = clock.instant();
        world.commit(new WorldChange.PendingChangeSettled(change.id()));
        if (GroupRules.findViolation(change, before).isPresent()) {
            publishFailure(change, before, now);
        } else {
            Chat after = apply(change, before, now);
            world.commit(new WorldChange.ChatSaved(after));
            publish(change, before, after, now);
        }
        world.flush();
    }

    private Chat chat(PendingChange change) {
        return world.chats().require(change.chatId()).chat();
    }

    private static Chat apply(PendingChange change, Chat chat, Instant now) {
        return switch (change.kind()) {
            case NAME -> chat.withName(change.value(), now);
            case ICON -> chat.withIcon(rehosted(change.value()), now);
            case ADD -> chat.withMember(change.value(), now);
            case REMOVE -> chat.withDeparted(change.value(), "removed", now);
            case LEAVE -> chat.withDeparted(change.value(), "left", now);
        };
    }

    /** Linq serves icons from its own host, so the URL differs from the given one. */
    private static Chat.Icon rehosted(String source) {
        return new Chat.Icon("https://cdn.linqapp.com/icons/" + UUID.randomUUID(), source);
    }

    private void publish(PendingChange change, Chat before, Chat after, Instant now) {
        switch (change.kind()) {
            case NAME -> publishUpdated("chat.group_name_updated", change, after, now, before.name(), after.name());
            case ICON ->
                publishUpdated(
                        "chat.group_icon_updated",
                        change,
                        after,
                        now,
                        before.icon().map(Chat.Icon::url),
                        after.icon().map(Chat.Icon::url));
            case ADD -> publishMember("participant.added", "added_at", change, after, now);
            case REMOVE, LEAVE -> publishMember("participant.removed", "removed_at", change, after, now);
        }
    }

    private void publishUpdated(
            String type,
            PendingChange change,
            Chat chat,
            Instant now,
            Optional<String> oldValue,
            Optional<String> newValue) {
        events.publish(type, chat, change.traceId(), now, () -> {
            ObjectNode data = JsonTrees.object().put("chat_id", chat.id());
            data.set("old_value", JsonTrees.textOrNull(oldValue));
            data.set("new_value", JsonTrees.textOrNull(newValue));
            data.set("changed_by_handle", chat.line().json());
            return data.put("updated_at", now.toString());
        });
    }

    private void publishMember(String type, String when, PendingChange change, Chat chat, Instant now) {
        events.publish(type, chat, change.traceId(), now, () -> {
            ObjectNode data = JsonTrees.object().put("chat_id", chat.id()).put("handle", change.value());
            data.set("participant", chat.member(change.value()).orElseThrow().json());
            return data.put(when, now.toString());
        });
    }

    /** There is no event for a failed member change; clients must read the chat (reference 2.7). */
    private void publishFailure(PendingChange change, Chat chat, Instant now) {
        switch (change.kind()) {
            case NAME -> publishFailed("chat.group_name_update_failed", change, chat, now);
            case ICON -> publishFailed("chat.group_icon_update_failed", change, chat, now);
            case ADD, REMOVE, LEAVE -> {}
        }
    }

    private void publishFailed(String type, PendingChange change, Chat chat, Instant now) {
        events.publish(type, chat, change.traceId(), now, () -> JsonTrees.object()
                .put("chat_id", chat.id())
                .put("error_code", 4001)
                .put("failed_at", now.toString()));
    }
}
