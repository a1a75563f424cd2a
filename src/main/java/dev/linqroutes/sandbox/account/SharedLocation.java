package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where a person is, shared with a line (reference 2.12). It is an action of the chat in which the sharing began, and counts in all
 * chats of the two.
 *
 * @param chatId in which the sharing began
 */
public record SharedLocation(
        String chatId, String handle, double latitude, double longitude, Instant beganAt, Instant at) {
    private static final String STARTED = "location_shared";
    private static final String STOPPED = "location_unshared";

    /** What this person shares with this line now. */
    public static Optional<SharedLocation> find(ChatStore chats, String handle, String line) {
        return chats.withHandle(handle).stream()
                .filter(conversation -> conversation.chat().line().handle().equals(line))
                .flatMap(conversation -> conversation.actions().stream())
                .filter(action -> action.kind().equals(STARTED) || action.kind().equals(STOPPED))
                .filter(action -> handle.equals(action.detail().path("handle").textValue()))
                .max(Comparator.comparing(ChatAction::at))
                .filter(action -> action.kind().equals(STARTED))
                .map(SharedLocation::of);
    }

    private static SharedLocation of(ChatAction action) {
        JsonNode detail = action.detail();
        return new SharedLocation(
                action.chatId(),
                detail.required("handle").textValue(),
                detail.required("latitude").doubleValue(),
                detail.required("longitude").doubleValue(),
                JsonTrees.instant(detail, "began_at"),
                action.at());
    }

    /** The action of sharing, or of sharing a newer place. */
    public ChatAction started() {
        JsonNode detail = JsonTrees.object()
                .put("handle", handle)
                .put("latitude", latitude)
                .put("longitude", longitude)
                .put("began_at", beganAt.toString());
        return new ChatAction(chatId, STARTED, Optional.empty(), detail, at);
    }

    public ChatAction stopped(Instant when) {
        return new ChatAction(
                chatId, STOPPED, Optional.empty(), JsonTrees.object().put("handle", handle), when);
    }
}
