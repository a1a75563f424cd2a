package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Does what was answered with 202 when it is due, and tells what became of it (reference 5). */
final class GroupChanges {
    private final Vertx vertx;
    private final Clock clock;
    private final World world;
    private final Events events;
    private final Duration delay;

    GroupChanges(Vertx vertx, Clock clock, World world, Events events, Duration delay) {
        this.vertx = vertx;
        this.clock = clock;
        this.world = world;
        this.events = events;
        this.delay = delay;
    }

    PendingChange pending(Chat chat, PendingChange.Kind kind, String value, Request request) {
        return PendingChange.of(
                chat, kind, value, request.traceId(), request.at().plus(delay));
    }

    /** @throws Refusal when one of them is not allowed; then none is accepted */
    void accept(List<PendingChange> changes) {
        for (PendingChange change : changes) {
            Optional<Refusal> refusal = GroupRules.forbids(change, chat(change));
            if (refusal.isPresent()) {
                throw refusal.get();
            }
        }
        for (PendingChange change : changes) {
            world.commit(new Change.ChangeAccepted(change));
            schedule(change);
        }
    }

    /** What a sandbox before this one accepted and did not get to. */
    void resume() {
        List.copyOf(world.pending().values()).forEach(this::schedule);
    }

    private void schedule(PendingChange change) {
        long wait = Duration.between(clock.instant(), change.dueAt()).toMillis();
        vertx.setTimer(Math.max(1, wait), timer -> settle(change));
    }

    private void settle(PendingChange change) {
        Chat before = chat(change);
        Instant now = clock.instant();
        world.commit(new Change.ChangeSettled(change.id()));
        if (GroupRules.forbids(change, before).isPresent()) {
            fail(change, before, now);
        } else {
            Chat after = apply(change, before, now);
            world.commit(new Change.ChatSaved(after));
            tell(change, before, after, now);
        }
        world.flush();
    }

    private Chat chat(PendingChange change) {
        return world.chats().require(change.chatId()).chat();
    }

    private static Chat apply(PendingChange change, Chat chat, Instant now) {
        return switch (change.kind()) {
            case NAME -> chat.named(change.value(), now);
            case ICON -> chat.withIcon(rehosted(change.value()), now);
            case ADD -> chat.joined(change.value(), now);
            case REMOVE -> chat.gone(change.value(), "removed", now);
            case LEAVE -> chat.gone(change.value(), "left", now);
        };
    }

    /** Linq serves icons from its own host, so nobody may expect the address they gave. */
    private static Chat.Icon rehosted(String source) {
        return new Chat.Icon("https://cdn.linqapp.com/icons/" + UUID.randomUUID(), source);
    }

    private void tell(PendingChange change, Chat before, Chat after, Instant now) {
        switch (change.kind()) {
            case NAME -> updated("chat.group_name_updated", change, after, now, before.name(), after.name());
            case ICON ->
                updated(
                        "chat.group_icon_updated",
                        change,
                        after,
                        now,
                        before.icon().map(Chat.Icon::url),
                        after.icon().map(Chat.Icon::url));
            case ADD -> member("participant.added", "added_at", change, after, now);
            case REMOVE, LEAVE -> member("participant.removed", "removed_at", change, after, now);
        }
    }

    private void updated(
            String type,
            PendingChange change,
            Chat chat,
            Instant now,
            Optional<String> oldValue,
            Optional<String> newValue) {
        events.tell(type, chat, change.traceId(), now, () -> {
            ObjectNode data = Json.object().put("chat_id", chat.id());
            data.set("old_value", Json.textOrNull(oldValue));
            data.set("new_value", Json.textOrNull(newValue));
            data.set("changed_by_handle", chat.line().json());
            return data.put("updated_at", now.toString());
        });
    }

    private void member(String type, String when, PendingChange change, Chat chat, Instant now) {
        events.tell(type, chat, change.traceId(), now, () -> {
            ObjectNode data = Json.object().put("chat_id", chat.id()).put("handle", change.value());
            data.set("participant", chat.member(change.value()).orElseThrow().json());
            return data.put(when, now.toString());
        });
    }

    /** Members have no event for a failure: who waits for them has to look (reference 2.7). */
    private void fail(PendingChange change, Chat chat, Instant now) {
        switch (change.kind()) {
            case NAME -> failed("chat.group_name_update_failed", change, chat, now);
            case ICON -> failed("chat.group_icon_update_failed", change, chat, now);
            case ADD, REMOVE, LEAVE -> {}
        }
    }

    private void failed(String type, PendingChange change, Chat chat, Instant now) {
        events.tell(type, chat, change.traceId(), now, () -> Json.object()
                .put("chat_id", chat.id())
                .put("error_code", 4001)
                .put("failed_at", now.toString()));
    }
}
