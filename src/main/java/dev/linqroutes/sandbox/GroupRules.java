package dev.linqroutes.sandbox;

import java.util.Optional;

/**
 * Whether a group may change in a way (reference 2.5 to 2.7 and 5). Asked when the change is accepted and again when it
 * is due, because others may have come first. Most codes of member changes are not documented: where the reference
 * names none, 409/2015 says that the group's state forbids it.
 */
final class GroupRules {
    private GroupRules() {}

    /** @throws Refusal 409/2013 when the line left the chat (reference 2.6) */
    static void requireLine(Chat chat) {
        if (!chat.line().isActive()) {
            throw left();
        }
    }

    private static Refusal left() {
        return new Refusal(409, 2013, "The line left this chat");
    }

    /** @return why not, or empty when it may */
    static Optional<Refusal> forbids(PendingChange change, Chat chat) {
        if (!chat.isGroup()) {
            return Optional.of(new Refusal(409, 1006, "Only groups can be changed"));
        }
        if (!chat.line().isActive()) {
            return Optional.of(left());
        }
        return switch (change.kind()) {
            case NAME, ICON -> Optional.empty();
            case ADD -> unlessIMessage(chat).or(() -> add(chat, change.value()));
            case REMOVE -> unlessIMessage(chat).or(() -> remove(chat, change.value()));
            case LEAVE ->
                unlessIMessage(chat)
                        .or(() -> chat.activeMembers() < 4 ? refusal("Fewer than 4 members") : Optional.empty());
        };
    }

    private static Optional<Refusal> unlessIMessage(Chat chat) {
        return chat.service().equals(Chat.IMESSAGE)
                ? Optional.empty()
                : Optional.of(new Refusal(409, 2017, "Only iMessage groups have member management"));
    }

    private static Optional<Refusal> add(Chat chat, String handle) {
        return chat.hasActive(handle) ? refusal("Already a participant") : Optional.empty();
    }

    private static Optional<Refusal> remove(Chat chat, String handle) {
        if (handle.equals(chat.line().handle())) {
            return Optional.of(Refusal.value("Use leave for your own line"));
        }
        if (!chat.hasActive(handle)) {
            return refusal("Not a participant");
        }
        return chat.activeMembers() < 4 ? refusal("A group must keep 3 members") : Optional.empty();
    }

    private static Optional<Refusal> refusal(String problem) {
        return Optional.of(Refusal.state(problem));
    }
}
