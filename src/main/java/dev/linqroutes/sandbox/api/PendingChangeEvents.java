package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.PendingChange;
import dev.linqroutes.sandbox.events.ChatEvents;
import java.time.Instant;
import java.util.Optional;

/** Says what became of changes that were answered with 202 (reference 5). */
final class PendingChangeEvents {
    private final ChatEvents events;

    PendingChangeEvents(ChatEvents events) {
        this.events = events;
    }

    void happened(PendingChange change, Chat before, Chat after) {
        Optional<String> trace = Optional.of(change.traceId());
        String line = after.line().handle();
        switch (change.kind()) {
            case NAME -> events.groupNameUpdated(before, after, line, trace);
            case ICON -> events.groupIconUpdated(before, after, line, trace);
            case BACKGROUND -> events.backgroundUpdated(after, line, trace);
            case ADD -> events.participantAdded(after, change.value(), trace);
            case REMOVE, LEAVE -> events.participantRemoved(after, change.value(), trace);
        }
    }

    /** There is no event for a failed member change; clients must read the chat (reference 2.7). */
    void failed(PendingChange change, Chat chat, int code, Instant now) {
        Optional<String> trace = Optional.of(change.traceId());
        switch (change.kind()) {
            case NAME -> events.updateFailed("chat.group_name_update_failed", chat, code, now, trace);
            case ICON -> events.updateFailed("chat.group_icon_update_failed", chat, code, now, trace);
            case BACKGROUND -> events.updateFailed("chat.background_update_failed", chat, code, now, trace);
            case ADD, REMOVE, LEAVE -> {}
        }
    }
}
