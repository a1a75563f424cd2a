package dev.linqroutes.sandbox.api;

import dev.linqroutes.sandbox.account.Chat;
import dev.linqroutes.sandbox.account.PendingChange;
import dev.linqroutes.sandbox.account.Services;
import dev.linqroutes.sandbox.http.ApiError;
import java.util.Optional;

/**
 * Checks whether a change of a group is allowed (reference 2.5 to 2.7 and 5): when it is accepted and when it is due, since
 * other changes may come first. Most error codes of member changes are undocumented; the default is 409/2015.
 */
final class GroupRules {
    private GroupRules() {}

    /** Nothing can be done in a chat that the line left (reference 2.6). */
    static ApiError left() {
        return new ApiError(409, 2013, "The line left this chat");
    }

    /** @return the reason of a refusal; empty if allowed */
    static Optional<ApiError> findViolation(PendingChange change, Chat chat) {
        if (!chat.line().isActive()) {
            return Optional.of(left());
        }
        if (!chat.isGroup() && change.kind() != PendingChange.Kind.BACKGROUND) {
            return Optional.of(new ApiError(409, 1006, "Only groups can be changed"));
        }
        return switch (change.kind()) {
            case NAME, ICON, BACKGROUND -> Optional.empty();
            case ADD -> unlessIMessage(chat).or(() -> add(chat, change.value()));
            case REMOVE -> unlessIMessage(chat).or(() -> remove(chat, change.value()));
            case LEAVE ->
                unlessIMessage(chat).or(() -> chat.isSmallest() ? refusal("Fewer than 4 members") : Optional.empty());
        };
    }

    private static Optional<ApiError> unlessIMessage(Chat chat) {
        return isOrMayBeIMessage(chat)
                ? Optional.empty()
                : Optional.of(new ApiError(409, 2017, "Only iMessage groups have member management"));
    }

    /** Until its first message was sent, a chat has no service (reference 0.13). */
    static boolean isOrMayBeIMessage(Chat chat) {
        return chat.service()
                .filter(service -> !service.equals(Services.IMESSAGE))
                .isEmpty();
    }

    /** The reference leaves open whether a group can grow beyond the limit of a create; here it cannot. */
    private static Optional<ApiError> add(Chat chat, String handle) {
        if (chat.hasActive(handle)) {
            return refusal("Already a participant");
        }
        return chat.isFull() ? refusal("A group has at most " + Chat.MOST_MEMBERS + " members") : Optional.empty();
    }

    private static Optional<ApiError> remove(Chat chat, String handle) {
        if (handle.equals(chat.line().handle())) {
            return Optional.of(ApiError.invalidValue("Use leave for your own line"));
        }
        if (!chat.hasActive(handle)) {
            return refusal("Not a participant");
        }
        return chat.isSmallest() ? refusal("A group must keep " + Chat.LEAST_MEMBERS + " members") : Optional.empty();
    }

    private static Optional<ApiError> refusal(String problem) {
        return Optional.of(ApiError.conflict(problem));
    }
}
